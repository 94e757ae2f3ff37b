-- WITHOUT ROWID by hand: one b-tree instead of two, since this table grows with every call for ever.
CREATE TABLE `mcp_archived_invocations` (
	`id` text PRIMARY KEY NOT NULL,
	`archive` integer NOT NULL
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `mcp_invocation_archives` (
	`number` integer PRIMARY KEY NOT NULL,
	`key` text NOT NULL,
	`caller_agent_id` text NOT NULL,
	`hour` text NOT NULL,
	`part` integer NOT NULL,
	`providers` text NOT NULL,
	`row_count` integer NOT NULL,
	`size_bytes` integer NOT NULL,
	`sha256` text NOT NULL,
	`created_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `mcp_invocation_archives_key` ON `mcp_invocation_archives` (`key`);--> statement-breakpoint
CREATE UNIQUE INDEX `mcp_invocation_archives_part` ON `mcp_invocation_archives` (`caller_agent_id`,`hour`,`part`);--> statement-breakpoint
DROP INDEX `mcp_invocations_tool_id`;--> statement-breakpoint
DROP INDEX `mcp_invocations_status`;--> statement-breakpoint
CREATE INDEX `mcp_invocations_caller_tool` ON `mcp_invocations` (`caller_agent_id`,`tool_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `mcp_invocations_caller_status` ON `mcp_invocations` (`caller_agent_id`,`status`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `mcp_invocations_provider_caller` ON `mcp_invocations` (`provider_agent_id`,`caller_agent_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `mcp_invocations_tool_id` ON `mcp_invocations` (`tool_id`,`provider_agent_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `mcp_invocations_status` ON `mcp_invocations` (`status`,`provider_agent_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `mcp_rate_limits_window_start` ON `mcp_rate_limits` (`window_start`);--> statement-breakpoint
CREATE INDEX `mcp_tool_stats_start` ON `mcp_tool_stats` (`period`,`start`);--> statement-breakpoint
CREATE INDEX `sessions_expires_at` ON `sessions` (`expires_at`);