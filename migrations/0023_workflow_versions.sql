CREATE TABLE `workflow_versions` (
	`workflow_id` text NOT NULL,
	`version` integer NOT NULL,
	`name` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`definition` text NOT NULL,
	`input_schema` text,
	`restores` integer,
	`created_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
	PRIMARY KEY(`workflow_id`, `version`),
	FOREIGN KEY (`workflow_id`) REFERENCES `workflows`(`id`) ON UPDATE no action ON DELETE cascade
);--> statement-breakpoint
-- What every workflow says now is the version that it has.
INSERT INTO `workflow_versions` (`workflow_id`, `version`, `name`, `description`, `definition`, `input_schema`, `created_at`)
SELECT `id`, `version`, `name`, `description`, `definition`, `input_schema`, `updated_at` FROM `workflows`;
