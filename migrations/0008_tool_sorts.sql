-- By hand, since drizzle-kit writes no expressions. As api/tools/search-store.ts sorts: what was never called comes last.
CREATE INDEX mcp_tools_success_rate ON mcp_tools (iif(call_count = 0, -1, success_rate), id);
--> statement-breakpoint
CREATE INDEX mcp_tools_latency ON mcp_tools (iif(call_count = 0, 9e99, avg_latency_ms), id);
