CREATE TABLE `hub_call_totals` (
	`status` text NOT NULL,
	`bucket` integer NOT NULL,
	`calls` integer NOT NULL,
	`total_latency_ms` integer NOT NULL,
	PRIMARY KEY(`status`, `bucket`)
);
--> statement-breakpoint
CREATE TABLE `hub_totals` (
	`name` text NOT NULL,
	`label` text NOT NULL,
	`value` integer NOT NULL,
	PRIMARY KEY(`name`, `label`)
);
--> statement-breakpoint
CREATE TABLE `mcp_refusals` (
	`gate_id` text NOT NULL,
	`scope` text NOT NULL,
	`calls` integer NOT NULL,
	PRIMARY KEY(`gate_id`, `scope`)
);
--> statement-breakpoint
-- What was counted before.
INSERT INTO hub_call_totals (status, bucket, calls, total_latency_ms)
SELECT status, bucket, sum(calls), sum(total_latency_ms) FROM mcp_tool_stats WHERE period = 'day' GROUP BY 1, 2;
--> statement-breakpoint
INSERT INTO hub_totals (name, label, value)
SELECT 'runs_settled', status, count(*) FROM workflow_runs WHERE status IN ('success', 'failed', 'cancelled') GROUP BY 2;
