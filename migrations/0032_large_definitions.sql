CREATE TABLE `workflow_definition_parts` (
	`workflow_id` text NOT NULL,
	`version` integer NOT NULL,
	`part` integer NOT NULL,
	`json` text NOT NULL,
	PRIMARY KEY(`workflow_id`, `version`, `part`),
	FOREIGN KEY (`workflow_id`) REFERENCES `workflows`(`id`) ON UPDATE no action ON DELETE cascade
);
