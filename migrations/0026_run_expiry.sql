ALTER TABLE `workflow_runs` ADD `expires_at` text;--> statement-breakpoint
CREATE INDEX `workflow_runs_expires_at` ON `workflow_runs` (`expires_at`) WHERE expires_at IS NOT NULL;