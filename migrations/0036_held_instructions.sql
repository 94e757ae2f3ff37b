ALTER TABLE `mcp_servers` ADD `held_instructions` text;--> statement-breakpoint
ALTER TABLE `mcp_servers` ADD `rejected_instructions` text;