DROP INDEX `mcp_api_keys_agent_id`;--> statement-breakpoint
ALTER TABLE `mcp_api_keys` ADD `replaced_by` text;--> statement-breakpoint
CREATE INDEX `mcp_api_keys_agent_id` ON `mcp_api_keys` (`agent_id`,`created_at`,`id`);