ALTER TABLE `template_uses` ADD `sub_workflow` text;--> statement-breakpoint
ALTER TABLE `template_uses` ADD `definition_hash` text;--> statement-breakpoint
CREATE INDEX `template_uses_definition_hash` ON `template_uses` (`agent_id`,`definition_hash`,`created_at`) WHERE definition_hash IS NOT NULL;--> statement-breakpoint
ALTER TABLE `template_versions` ADD `sub_workflows` text DEFAULT '{}' NOT NULL;