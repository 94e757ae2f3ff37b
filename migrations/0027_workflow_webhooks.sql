CREATE TABLE `workflow_webhooks` (
	`id` text PRIMARY KEY NOT NULL,
	`workflow_id` text NOT NULL,
	`agent_id` text NOT NULL,
	`rule` text NOT NULL,
	`secrets` text NOT NULL,
	`created_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
	`updated_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
	FOREIGN KEY (`workflow_id`) REFERENCES `workflows`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`agent_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `workflow_webhooks_workflow_id` ON `workflow_webhooks` (`workflow_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `workflow_webhooks_agent_id` ON `workflow_webhooks` (`agent_id`);