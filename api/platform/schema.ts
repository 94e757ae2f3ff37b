// The tables of D1, as drizzle sees them. `drizzle-kit generate` turns a change here into SQL in migrations/.
// Times are ISO 8601 in UTC with milliseconds, so that text order is time order; JSON columns hold text.

export * from "./schema/agents.ts";
export * from "./schema/handoffs.ts";
export * from "./schema/invocations.ts";
export * from "./schema/servers.ts";
export * from "./schema/templates.ts";
export * from "./schema/tools.ts";
export * from "./schema/totals.ts";
export * from "./schema/workflows.ts";
