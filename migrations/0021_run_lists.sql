DROP INDEX `workflow_runs_workflow_id`;--> statement-breakpoint
CREATE INDEX `workflow_runs_agent_status` ON `workflow_runs` (`triggered_by`,`status`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `workflow_runs_workflow` ON `workflow_runs` (`triggered_by`,`workflow_id`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `workflow_runs_workflow_status` ON `workflow_runs` (`triggered_by`,`workflow_id`,`status`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `workflow_runs_workflow_version` ON `workflow_runs` (`triggered_by`,`workflow_id`,`workflow_version`,`created_at`,`id`);