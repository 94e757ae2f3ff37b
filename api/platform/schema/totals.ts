// What the hub ever counted.

import { integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";

/** All calls that the log ever counted, for /metrics: what is pruned from the log stays in here. */
export const hubCallTotals = sqliteTable(
  "hub_call_totals",
  {
    status: text("status", { enum: ["success", "error", "timeout", "abandoned"] }).notNull(),
    bucket: integer("bucket").notNull(),
    calls: integer("calls").notNull(),
    totalLatencyMs: integer("total_latency_ms").notNull(),
  },
  (t) => [primaryKey({ columns: [t.status, t.bucket] })],
);

/**
 * Other things that the hub ever counted: runs by how they settled, refused calls by whose limit they met, attempts at
 * callbacks by what came of them, and, which can fall, how many callbacks are `pending`.
 */
export const hubTotals = sqliteTable(
  "hub_totals",
  {
    name: text("name", { enum: ["runs_settled", "calls_refused", "callbacks"] }).notNull(),
    label: text("label").notNull(),
    value: integer("value").notNull(),
  },
  (t) => [primaryKey({ columns: [t.name, t.label] })],
);

/** How many calls each caller's gate ever refused, as it told last: what it tells next adds the difference to the total. */
export const mcpRefusals = sqliteTable(
  "mcp_refusals",
  {
    gateId: text("gate_id").notNull(),
    scope: text("scope", { enum: ["key", "tool"] }).notNull(),
    calls: integer("calls").notNull(),
  },
  (t) => [primaryKey({ columns: [t.gateId, t.scope] })],
);

/** What each callback outbox ever counted, and what waits in it, as it told last: to add the difference, as above. */
export const mcpCallbackCounts = sqliteTable("mcp_callback_counts", {
  outboxId: text("outbox_id").primaryKey(),
  delivered: integer("delivered").notNull(),
  retried: integer("retried").notNull(),
  dead: integer("dead").notNull(),
  pending: integer("pending").notNull(),
});

/**
 * How often things of a kind were changed: an agent's own, or, without an agent, everybody's. Written by triggers alone
 * (migration 0046), at each insert of a row and each update that sets its `updated_at`.
 */
export const changeCounts = sqliteTable(
  "change_counts",
  {
    what: text("what", { enum: ["servers", "workflows", "tools", "templates", "publicServers"] }).notNull(),
    /** Empty: everybody's. */
    agentId: text("agent_id").notNull(),
    changes: integer("changes").notNull(),
  },
  (t) => [primaryKey({ columns: [t.what, t.agentId] })],
);
