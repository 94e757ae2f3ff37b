CREATE TABLE `mcp_callback_counts` (
	`outbox_id` text PRIMARY KEY NOT NULL,
	`delivered` integer NOT NULL,
	`retried` integer NOT NULL,
	`dead` integer NOT NULL,
	`pending` integer NOT NULL
);
