ALTER TABLE `mcp_servers` ADD `is_public` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `mcp_servers` ADD `published_at` text;--> statement-breakpoint
ALTER TABLE `mcp_tools` ADD `is_public` integer DEFAULT true NOT NULL;--> statement-breakpoint
-- What is there already becomes private with its servers: its owner says so where it is for all.
UPDATE `mcp_tools` SET `is_public` = false WHERE `server_id` IS NOT NULL;
