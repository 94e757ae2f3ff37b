CREATE TABLE `mcp_toolboxes` (
	`id` text PRIMARY KEY NOT NULL,
	`agent_id` text NOT NULL,
	`name` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`tools` text NOT NULL,
	`is_public` integer DEFAULT false NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`published_at` text,
	`created_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
	`updated_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
	`deleted_at` text,
	FOREIGN KEY (`agent_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `mcp_toolboxes_agent_id` ON `mcp_toolboxes` (`agent_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `mcp_toolboxes_published` ON `mcp_toolboxes` (`id`) WHERE published_at IS NOT NULL;