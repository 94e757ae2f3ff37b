CREATE TABLE `mcp_tool_readmes` (
	`tool_id` text PRIMARY KEY NOT NULL,
	`readme` text NOT NULL,
	FOREIGN KEY (`tool_id`) REFERENCES `mcp_tools`(`id`) ON UPDATE no action ON DELETE cascade
);
