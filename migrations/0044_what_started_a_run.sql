ALTER TABLE `workflow_runs` ADD `parent_run_id` text;--> statement-breakpoint
ALTER TABLE `workflow_runs` ADD `trigger` text;--> statement-breakpoint
ALTER TABLE `workflow_runs` ADD `trigger_id` text;--> statement-breakpoint
CREATE INDEX `workflow_runs_parent` ON `workflow_runs` (`triggered_by`,`parent_run_id`,`created_at`,`id`) WHERE parent_run_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `workflow_runs_trigger` ON `workflow_runs` (`triggered_by`,`trigger_id`,`created_at`,`id`) WHERE trigger_id IS NOT NULL;--> statement-breakpoint
CREATE INDEX `workflow_runs_rerun` ON `workflow_runs` (`triggered_by`,`rerun_of`,`created_at`,`id`) WHERE rerun_of IS NOT NULL;