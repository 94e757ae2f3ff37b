PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_mcp_archived_invocations` (
	`id` text NOT NULL,
	`archive` integer NOT NULL,
	`is_to_forget` integer DEFAULT false NOT NULL,
	PRIMARY KEY(`id`, `archive`)
);
--> statement-breakpoint
INSERT INTO `__new_mcp_archived_invocations`("id", "archive", "is_to_forget") SELECT "id", "archive", "is_to_forget" FROM `mcp_archived_invocations`;--> statement-breakpoint
DROP TABLE `mcp_archived_invocations`;--> statement-breakpoint
ALTER TABLE `__new_mcp_archived_invocations` RENAME TO `mcp_archived_invocations`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `mcp_archived_invocations_to_forget` ON `mcp_archived_invocations` (`archive`) WHERE is_to_forget = 1;