CREATE TABLE `mcp_server_definitions` (
	`server_id` text NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`position` integer NOT NULL,
	`definition` text,
	`hash` text,
	`held` text,
	`held_hash` text,
	`rejected_hash` text,
	`present` integer DEFAULT true NOT NULL,
	`tool_id` text,
	PRIMARY KEY(`server_id`, `kind`, `name`),
	FOREIGN KEY (`server_id`) REFERENCES `mcp_servers`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `mcp_servers` (
	`id` text PRIMARY KEY NOT NULL,
	`agent_id` text NOT NULL,
	`name` text NOT NULL,
	`url` text NOT NULL,
	`auth_type` text DEFAULT 'none' NOT NULL,
	`auth_config` text,
	`revision` text NOT NULL,
	`identity` text,
	`instructions` text,
	`capabilities` text NOT NULL,
	`problems` text DEFAULT '[]' NOT NULL,
	`last_error` text,
	`refreshed_at` text NOT NULL,
	`created_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
	`updated_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
	`deleted_at` text,
	FOREIGN KEY (`agent_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `mcp_servers_agent_id_name` ON `mcp_servers` (`agent_id`,`name`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX `mcp_servers_agent_id` ON `mcp_servers` (`agent_id`,`created_at`,`id`);--> statement-breakpoint
ALTER TABLE `mcp_tools` ADD `server_id` text;--> statement-breakpoint
ALTER TABLE `mcp_tools` ADD `upstream_name` text;--> statement-breakpoint
ALTER TABLE `mcp_tools` ADD `upstream_revision` text;--> statement-breakpoint
CREATE INDEX `mcp_tools_server_id` ON `mcp_tools` (`server_id`);