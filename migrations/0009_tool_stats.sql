CREATE TABLE `mcp_tool_stats` (
	`tool_id` text NOT NULL,
	`period` text NOT NULL,
	`start` text NOT NULL,
	`caller_agent_id` text NOT NULL,
	`status` text NOT NULL,
	`bucket` integer NOT NULL,
	`calls` integer NOT NULL,
	`total_latency_ms` integer NOT NULL,
	PRIMARY KEY(`tool_id`, `period`, `start`, `caller_agent_id`, `status`, `bucket`)
);
