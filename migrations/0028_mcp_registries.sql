CREATE TABLE `mcp_registries` (
	`id` text PRIMARY KEY NOT NULL,
	`agent_id` text NOT NULL,
	`name` text NOT NULL,
	`url` text NOT NULL,
	`since` text,
	`walk` text,
	`left_out` integer DEFAULT 0 NOT NULL,
	`left_out_reason` text,
	`failures` integer DEFAULT 0 NOT NULL,
	`last_error` text,
	`refreshed_at` text,
	`next_refresh_at` text NOT NULL,
	`busy_until` text,
	`created_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
	`updated_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
	FOREIGN KEY (`agent_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `mcp_registries_agent_id_name` ON `mcp_registries` (`agent_id`,`name`);--> statement-breakpoint
CREATE INDEX `mcp_registries_agent_id` ON `mcp_registries` (`agent_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `mcp_registries_next_refresh_at` ON `mcp_registries` (`next_refresh_at`);--> statement-breakpoint
CREATE TABLE `mcp_registry_entries` (
	`registry_id` text NOT NULL,
	`name` text NOT NULL,
	`title` text,
	`description` text NOT NULL,
	`version` text NOT NULL,
	`is_latest` integer NOT NULL,
	`status` text NOT NULL,
	`status_message` text,
	`remotes` text NOT NULL,
	`updated_at` text,
	PRIMARY KEY(`registry_id`, `name`),
	FOREIGN KEY (`registry_id`) REFERENCES `mcp_registries`(`id`) ON UPDATE no action ON DELETE cascade
);
