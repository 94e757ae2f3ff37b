CREATE TABLE `mcp_tool_documents` (
	`row` integer PRIMARY KEY NOT NULL,
	`tool_id` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `mcp_tool_documents_tool_id` ON `mcp_tool_documents` (`tool_id`);--> statement-breakpoint
CREATE INDEX `mcp_tools_name` ON `mcp_tools` (`name`);