CREATE TABLE `mcp_tool_definitions` (
	`tool_id` text NOT NULL,
	`hash` text NOT NULL,
	`definition` text NOT NULL,
	PRIMARY KEY(`tool_id`, `hash`),
	FOREIGN KEY (`tool_id`) REFERENCES `mcp_tools`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
ALTER TABLE `mcp_tools` ADD `deprecated_at` text;--> statement-breakpoint
ALTER TABLE `mcp_tools` ADD `successor_id` text;