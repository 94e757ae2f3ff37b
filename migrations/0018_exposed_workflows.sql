ALTER TABLE `workflows` ADD `tool_name` text;--> statement-breakpoint
ALTER TABLE `workflows` ADD `tool_description` text;--> statement-breakpoint
CREATE INDEX `workflows_exposed` ON `workflows` (`agent_id`,`created_at`,`id`) WHERE tool_name IS NOT NULL AND deleted_at IS NULL;