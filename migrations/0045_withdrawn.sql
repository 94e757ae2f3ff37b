DROP INDEX `mcp_servers_published_updated_at`;--> statement-breakpoint
ALTER TABLE `mcp_servers` ADD `withdrawn_at` text;--> statement-breakpoint
CREATE INDEX `mcp_servers_public_change` ON `mcp_servers` (coalesce(withdrawn_at, updated_at)) WHERE published_at IS NOT NULL;--> statement-breakpoint
ALTER TABLE `mcp_toolboxes` ADD `withdrawn_at` text;--> statement-breakpoint
ALTER TABLE `mcp_toolboxes` ADD `withdrawn_version` integer;--> statement-breakpoint
UPDATE `mcp_servers` SET `withdrawn_at` = `updated_at`
WHERE `published_at` IS NOT NULL AND (NOT `is_public` OR `deleted_at` IS NOT NULL);--> statement-breakpoint
UPDATE `mcp_toolboxes` SET `withdrawn_at` = `updated_at`, `withdrawn_version` = `version`
WHERE `published_at` IS NOT NULL AND (NOT `is_public` OR `deleted_at` IS NOT NULL);
