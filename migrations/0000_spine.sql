CREATE TABLE `agents` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`created_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
	`updated_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL
);
--> statement-breakpoint
CREATE TABLE `mcp_api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`agent_id` text NOT NULL,
	`name` text,
	`prefix` text NOT NULL,
	`key_hash` text NOT NULL,
	`scopes` text DEFAULT '["tools:invoke"]' NOT NULL,
	`rate_limit_per_min` integer DEFAULT 100 NOT NULL,
	`expires_at` text,
	`created_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
	`last_used_at` text,
	`status` text DEFAULT 'active' NOT NULL,
	FOREIGN KEY (`agent_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `mcp_api_keys_key_hash` ON `mcp_api_keys` (`key_hash`);--> statement-breakpoint
CREATE INDEX `mcp_api_keys_agent_id` ON `mcp_api_keys` (`agent_id`);--> statement-breakpoint
CREATE TABLE `mcp_invocations` (
	`id` text PRIMARY KEY NOT NULL,
	`tool_id` text NOT NULL,
	`caller_agent_id` text NOT NULL,
	`provider_agent_id` text NOT NULL,
	`input` text,
	`output` text,
	`status` text DEFAULT 'pending' NOT NULL,
	`error_message` text,
	`error_code` text,
	`latency_ms` integer,
	`created_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
	`completed_at` text
);
--> statement-breakpoint
CREATE INDEX `mcp_invocations_tool_id` ON `mcp_invocations` (`tool_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `mcp_invocations_caller_agent_id` ON `mcp_invocations` (`caller_agent_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `mcp_invocations_provider_agent_id` ON `mcp_invocations` (`provider_agent_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `mcp_invocations_created_at` ON `mcp_invocations` (`created_at`);--> statement-breakpoint
CREATE INDEX `mcp_invocations_status` ON `mcp_invocations` (`status`);--> statement-breakpoint
CREATE TABLE `mcp_rate_limits` (
	`agent_id` text NOT NULL,
	`tool_id` text NOT NULL,
	`window_start` text NOT NULL,
	`call_count` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`agent_id`, `tool_id`, `window_start`)
);
--> statement-breakpoint
CREATE TABLE `mcp_tool_tags` (
	`tool_id` text NOT NULL,
	`tag` text NOT NULL,
	PRIMARY KEY(`tool_id`, `tag`),
	FOREIGN KEY (`tool_id`) REFERENCES `mcp_tools`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `mcp_tool_tags_tag` ON `mcp_tool_tags` (`tag`);--> statement-breakpoint
CREATE TABLE `mcp_tools` (
	`id` text PRIMARY KEY NOT NULL,
	`agent_id` text NOT NULL,
	`name` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`version` text DEFAULT '1.0.0' NOT NULL,
	`input_schema` text,
	`output_schema` text,
	`tags` text DEFAULT '[]' NOT NULL,
	`endpoint` text NOT NULL,
	`auth_type` text DEFAULT 'bearer' NOT NULL,
	`auth_config` text,
	`rate_limit_per_min` integer DEFAULT 60 NOT NULL,
	`pricing_model` text DEFAULT 'free' NOT NULL,
	`price_usd` real DEFAULT 0 NOT NULL,
	`status` text DEFAULT 'active' NOT NULL,
	`call_count` integer DEFAULT 0 NOT NULL,
	`avg_latency_ms` real DEFAULT 0 NOT NULL,
	`success_rate` real DEFAULT 1 NOT NULL,
	`created_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
	`updated_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
	`deleted_at` text,
	FOREIGN KEY (`agent_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `mcp_tools_agent_id_name_version` ON `mcp_tools` (`agent_id`,`name`,`version`) WHERE deleted_at IS NULL;--> statement-breakpoint
CREATE INDEX `mcp_tools_agent_id` ON `mcp_tools` (`agent_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `mcp_tools_created_at` ON `mcp_tools` (`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `mcp_tools_status` ON `mcp_tools` (`status`);--> statement-breakpoint
CREATE INDEX `mcp_tools_tags` ON `mcp_tools` (`tags`);--> statement-breakpoint
CREATE TABLE `workflow_plans` (
	`workflow_id` text NOT NULL,
	`version` integer NOT NULL,
	`part` integer NOT NULL,
	`json` text NOT NULL,
	PRIMARY KEY(`workflow_id`, `version`, `part`),
	FOREIGN KEY (`workflow_id`) REFERENCES `workflows`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `workflow_runs` (
	`id` text PRIMARY KEY NOT NULL,
	`workflow_id` text NOT NULL,
	`workflow_version` integer DEFAULT 1 NOT NULL,
	`triggered_by` text NOT NULL,
	`input` text,
	`output` text,
	`error` text,
	`status` text DEFAULT 'pending' NOT NULL,
	`current_step` text,
	`step_results` text,
	`started_at` text,
	`completed_at` text,
	`created_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL
);
--> statement-breakpoint
CREATE INDEX `workflow_runs_status` ON `workflow_runs` (`status`);--> statement-breakpoint
CREATE INDEX `workflow_runs_workflow_id` ON `workflow_runs` (`workflow_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `workflow_runs_triggered_by` ON `workflow_runs` (`triggered_by`,`created_at`,`id`);--> statement-breakpoint
CREATE TABLE `workflows` (
	`id` text PRIMARY KEY NOT NULL,
	`agent_id` text NOT NULL,
	`name` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`definition` text NOT NULL,
	`input_schema` text,
	`status` text DEFAULT 'draft' NOT NULL,
	`is_public` integer DEFAULT false NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
	`updated_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
	`deleted_at` text,
	FOREIGN KEY (`agent_id`) REFERENCES `agents`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `workflows_agent_id` ON `workflows` (`agent_id`,`created_at`,`id`);