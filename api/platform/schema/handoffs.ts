// Work that agents give to each other.

import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Json, JsonObject } from "../../../engine/json.ts";
import { createdAt } from "./columns.ts";

/** Work that one agent gives to another. */
export const handoffs = sqliteTable(
  "handoffs",
  {
    id: text("id").primaryKey(),
    fromAgentId: text("from_agent_id").notNull(),
    /** Who is asked, or has it; null as long as any agent with the tag is asked. */
    toAgentId: text("to_agent_id"),
    tag: text("tag"),
    /** What the receiver is given; null where it is in R2. */
    context: text("context", { mode: "json" }).$type<JsonObject>(),
    contextBytes: integer("context_bytes").notNull(),
    /** The beginning of the context's task, for lists. */
    task: text("task").notNull().default(""),
    status: text("status", {
      enum: ["pending", "accepted", "rejected", "completed", "failed", "cancelled", "expired"],
    })
      .notNull()
      .default("pending"),
    mode: text("mode", { enum: ["transfer", "delegate"] }).notNull(),
    resultSchema: text("result_schema", { mode: "json" }).$type<Json>(),
    inputSchema: text("input_schema", { mode: "json" }).$type<Json>(),
    /** Why it ended without a result: `{code, message, retryable}`. */
    failure: text("failure", { mode: "json" }).$type<JsonObject>(),
    /** All who are asked, one after the other: `{toAgentId}` or `{tag}`. */
    targets: text("targets", { mode: "json" }).$type<Json>().notNull(),
    /** Which of them is asked now, from 0. */
    asked: integer("asked").notNull().default(0),
    /** How long each of them has to accept it. */
    timeoutMs: integer("timeout_ms"),
    /** When it has to be done. */
    deadline: text("deadline"),
    /** When its state ends by itself. */
    expiresAt: text("expires_at"),
    parentHandoffId: text("parent_handoff_id"),
    /** The agents through whose hands it came, from the first sender to this one. */
    lineage: text("lineage", { mode: "json" }).$type<string[]>().notNull(),
    callbackUrl: text("callback_url"),
    workflowRunId: text("workflow_run_id"),
    /** Which attempt of that run waits for it: `{step, item, attempt}`. */
    runTask: text("run_task", { mode: "json" }).$type<JsonObject>(),
    /** Counts its events, from 1. */
    version: integer("version").notNull(),
    createdAt: createdAt(),
    acceptedAt: text("accepted_at"),
    resolvedAt: text("resolved_at"),
  },
  (t) => [
    index("handoffs_to_agent_id").on(t.toAgentId, t.status, t.createdAt, t.id),
    index("handoffs_to_agent_created").on(t.toAgentId, t.createdAt, t.id),
    index("handoffs_from_agent_id").on(t.fromAgentId, t.status, t.createdAt, t.id),
    index("handoffs_from_agent_created").on(t.fromAgentId, t.createdAt, t.id),
    index("handoffs_offered")
      .on(t.tag, t.createdAt, t.id)
      .where(sql`to_agent_id IS NULL AND status = 'pending'`),
    index("handoffs_resolved_at")
      .on(t.resolvedAt)
      .where(sql`resolved_at IS NOT NULL`),
    index("handoffs_workflow_run_id")
      .on(t.workflowRunId)
      .where(sql`workflow_run_id IS NOT NULL`),
  ],
);

/** What came of a handoff: with its context it would be too large for one row. */
export const handoffResults = sqliteTable("handoff_results", {
  handoffId: text("handoff_id")
    .primaryKey()
    .references(() => handoffs.id, { onDelete: "cascade" }),
  result: text("result", { mode: "json" }).$type<Json>(),
});

/** What happened to each handoff, and who did it. */
export const handoffEvents = sqliteTable(
  "handoff_events",
  {
    handoffId: text("handoff_id")
      .notNull()
      .references(() => handoffs.id, { onDelete: "cascade" }),
    /** From 1. */
    number: integer("number").notNull(),
    type: text("type", {
      enum: ["created", "accepted", "declined", "lapsed", "rejected", "completed", "failed", "cancelled", "expired"],
    }).notNull(),
    /** Who did it; null: nobody, its time was up. */
    agentId: text("agent_id"),
    /** The key that was shown; null where the hub did it for its agent. */
    keyId: text("key_id"),
    /** Who is asked from then on, where that changes. */
    toAgentId: text("to_agent_id"),
    tag: text("tag"),
    message: text("message"),
    at: text("at").notNull(),
    /** Whether all who have to know of it were told. */
    told: integer("told", { mode: "boolean" }).notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.handoffId, t.number] })],
);
