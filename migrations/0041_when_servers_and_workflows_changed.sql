CREATE INDEX `mcp_servers_agent_id_updated_at` ON `mcp_servers` (`agent_id`,`updated_at`);--> statement-breakpoint
CREATE INDEX `mcp_servers_published_updated_at` ON `mcp_servers` (`updated_at`) WHERE published_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `workflows_agent_id_updated_at` ON `workflows` (`agent_id`,`updated_at`);