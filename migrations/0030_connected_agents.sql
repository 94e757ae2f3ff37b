ALTER TABLE `mcp_servers` ADD `connected_at` text;--> statement-breakpoint
ALTER TABLE `mcp_tools` ADD `is_repeatable` integer DEFAULT false NOT NULL;