CREATE TABLE `mcp_provider_circuits` (
	`agent_id` text NOT NULL,
	`endpoint` text NOT NULL,
	`state` text NOT NULL,
	`since` integer NOT NULL,
	`retry_at` integer,
	`error_code` text,
	PRIMARY KEY(`agent_id`, `endpoint`)
);
