CREATE TABLE `agent_tags` (
	`agent_id` text NOT NULL,
	`tag` text NOT NULL,
	PRIMARY KEY(`agent_id`, `tag`),
	FOREIGN KEY (`agent_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `agent_tags_tag` ON `agent_tags` (`tag`);--> statement-breakpoint
CREATE TABLE `handoff_events` (
	`handoff_id` text NOT NULL,
	`number` integer NOT NULL,
	`type` text NOT NULL,
	`agent_id` text,
	`key_id` text,
	`to_agent_id` text,
	`tag` text,
	`message` text,
	`at` text NOT NULL,
	`told` integer DEFAULT false NOT NULL,
	PRIMARY KEY(`handoff_id`, `number`),
	FOREIGN KEY (`handoff_id`) REFERENCES `handoffs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `handoff_results` (
	`handoff_id` text PRIMARY KEY NOT NULL,
	`result` text,
	FOREIGN KEY (`handoff_id`) REFERENCES `handoffs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `handoffs` (
	`id` text PRIMARY KEY NOT NULL,
	`from_agent_id` text NOT NULL,
	`to_agent_id` text,
	`tag` text,
	`context` text,
	`context_bytes` integer NOT NULL,
	`task` text DEFAULT '' NOT NULL,
	`status` text DEFAULT 'pending' NOT NULL,
	`mode` text NOT NULL,
	`result_schema` text,
	`input_schema` text,
	`failure` text,
	`targets` text NOT NULL,
	`asked` integer DEFAULT 0 NOT NULL,
	`timeout_ms` integer,
	`deadline` text,
	`expires_at` text,
	`parent_handoff_id` text,
	`lineage` text NOT NULL,
	`callback_url` text,
	`workflow_run_id` text,
	`run_task` text,
	`version` integer NOT NULL,
	`created_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
	`accepted_at` text,
	`resolved_at` text
);
--> statement-breakpoint
CREATE INDEX `handoffs_to_agent_id` ON `handoffs` (`to_agent_id`,`status`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `handoffs_to_agent_created` ON `handoffs` (`to_agent_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `handoffs_from_agent_id` ON `handoffs` (`from_agent_id`,`status`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `handoffs_from_agent_created` ON `handoffs` (`from_agent_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `handoffs_offered` ON `handoffs` (`tag`,`created_at`,`id`) WHERE to_agent_id IS NULL AND status = 'pending';--> statement-breakpoint
CREATE INDEX `handoffs_workflow_run_id` ON `handoffs` (`workflow_run_id`) WHERE workflow_run_id IS NOT NULL;--> statement-breakpoint
ALTER TABLE `agents` ADD `handoff_url` text;