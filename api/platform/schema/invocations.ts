// The log of calls, what is counted of it, and where its old rows are.

import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Json } from "../../../engine/json.ts";
import { createdAt } from "./columns.ts";

// Written in batches from the callers' gates, after the fact: no foreign keys, so that a row never fails.
export const mcpInvocations = sqliteTable(
  "mcp_invocations",
  {
    id: text("id").primaryKey(),
    toolId: text("tool_id").notNull(),
    callerAgentId: text("caller_agent_id").notNull(),
    providerAgentId: text("provider_agent_id").notNull(),
    input: text("input", { mode: "json" }).$type<Json>(),
    output: text("output", { mode: "json" }).$type<Json>(),
    status: text("status", { enum: ["pending", "running", "success", "error", "timeout"] })
      .notNull()
      .default("pending"),
    errorMessage: text("error_message"),
    errorCode: text("error_code"),
    latencyMs: integer("latency_ms"),
    createdAt: createdAt(),
    completedAt: text("completed_at"),
  },
  (t) => [
    // Each filter of the log walks one of these, in its order: for the caller and for the provider of a call.
    index("mcp_invocations_caller_agent_id").on(t.callerAgentId, t.createdAt, t.id),
    index("mcp_invocations_caller_tool").on(t.callerAgentId, t.toolId, t.createdAt, t.id),
    index("mcp_invocations_caller_status").on(t.callerAgentId, t.status, t.createdAt, t.id),
    index("mcp_invocations_provider_agent_id").on(t.providerAgentId, t.createdAt, t.id),
    index("mcp_invocations_provider_caller").on(t.providerAgentId, t.callerAgentId, t.createdAt, t.id),
    index("mcp_invocations_tool_id").on(t.toolId, t.providerAgentId, t.createdAt, t.id),
    index("mcp_invocations_status").on(t.status, t.providerAgentId, t.createdAt, t.id),
    // The archive takes the oldest first.
    index("mcp_invocations_created_at").on(t.createdAt),
  ],
);

/** How many calls of each tool there were, by when they began, caller, outcome and latency: histograms to add up. */
export const mcpToolStats = sqliteTable(
  "mcp_tool_stats",
  {
    toolId: text("tool_id").notNull(),
    /** Each call is in the table once for each of the three, so that a long time is read as fast as a short one. */
    period: text("period", { enum: ["minute", "hour", "day"] }).notNull(),
    /** As much of the period's first instant as tells it apart: `2030-01-01T00` of an hour. */
    start: text("start").notNull(),
    callerAgentId: text("caller_agent_id").notNull(),
    /** `abandoned`: given up from this side, as `GIVEN_UP` in api/http/outcome-codes.ts says. */
    status: text("status", { enum: ["success", "error", "timeout", "abandoned"] }).notNull(),
    /** As `api/tools/latency-buckets.ts` has it. */
    bucket: integer("bucket").notNull(),
    calls: integer("calls").notNull(),
    totalLatencyMs: integer("total_latency_ms").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.toolId, t.period, t.start, t.callerAgentId, t.status, t.bucket] }),
    index("mcp_tool_stats_start").on(t.period, t.start),
  ],
);

/** Where in R2 the log's old rows are: each an object with the calls that one agent began in one hour. */
export const mcpInvocationArchives = sqliteTable(
  "mcp_invocation_archives",
  {
    number: integer("number").primaryKey(),
    /** The name of the object. */
    key: text("key").notNull(),
    callerAgentId: text("caller_agent_id").notNull(),
    /** `2030-01-01T00` */
    hour: text("hour").notNull(),
    /** From 1; a later one holds rows that were too many, or came too late, for those before. */
    part: integer("part").notNull(),
    /** Whose tools were called: who else may read of it. */
    providers: text("providers", { mode: "json" }).$type<string[]>().notNull(),
    rowCount: integer("row_count").notNull(),
    sizeBytes: integer("size_bytes").notNull(),
    /** Of the object's bytes, in hex. */
    sha256: text("sha256").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("mcp_invocation_archives_key").on(t.key),
    uniqueIndex("mcp_invocation_archives_part").on(t.callerAgentId, t.hour, t.part),
  ],
);

/** In which archive a call is that the log no longer has; in several where it came back to the log, of which the latest counts. */
export const mcpArchivedInvocations = sqliteTable(
  "mcp_archived_invocations",
  {
    id: text("id").notNull(),
    archive: integer("archive").notNull(),
    /** Its run was deleted, and the archive still has what was said. */
    isToForget: integer("is_to_forget", { mode: "boolean" }).notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.id, t.archive] }),
    index("mcp_archived_invocations_to_forget")
      .on(t.archive)
      .where(sql`is_to_forget = 1`),
  ],
);
