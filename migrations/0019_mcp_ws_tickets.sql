CREATE TABLE `mcp_ws_tickets` (
	`hash` text PRIMARY KEY NOT NULL,
	`key_id` text NOT NULL,
	`scopes` text NOT NULL,
	`created_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')) NOT NULL,
	`expires_at` text NOT NULL,
	`shown_until` text
);
--> statement-breakpoint
CREATE INDEX `mcp_ws_tickets_expires_at` ON `mcp_ws_tickets` (`expires_at`);