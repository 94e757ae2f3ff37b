// Workflows, their runs, and what else starts them.

import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { Json } from "../../../engine/json.ts";
import { agents } from "./agents.ts";
import { createdAt, updatedAt } from "./columns.ts";

export const workflows = sqliteTable(
  "workflows",
  {
    id: text("id").primaryKey(),
    /** The owner. */
    agentId: text("agent_id")
      .notNull()
      .references(() => agents.id),
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    definition: text("definition", { mode: "json" }).$type<Json>().notNull(),
    inputSchema: text("input_schema", { mode: "json" }).$type<Json>(),
    status: text("status", { enum: ["draft", "active", "archived"] })
      .notNull()
      .default("draft"),
    /** What it is called as a tool of the MCP endpoint; null: it is none. */
    toolName: text("tool_name"),
    toolDescription: text("tool_description"),
    isPublic: integer("is_public", { mode: "boolean" }).notNull().default(false),
    version: integer("version").notNull().default(1),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    /** Set once the workflow is deleted; its runs still name it. */
    deletedAt: text("deleted_at"),
  },
  (t) => [
    index("workflows_agent_id").on(t.agentId, t.createdAt, t.id),
    index("workflows_exposed")
      .on(t.agentId, t.createdAt, t.id)
      .where(sql`tool_name IS NOT NULL AND deleted_at IS NULL`),
  ],
);

/** What each version of a workflow said. A definition that is too large for a row is in parts; its column is `{}` then. */
export const workflowVersions = sqliteTable(
  "workflow_versions",
  {
    workflowId: text("workflow_id")
      .notNull()
      .references(() => workflows.id, { onDelete: "cascade" }),
    version: integer("version").notNull(),
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    definition: text("definition", { mode: "json" }).$type<Json>().notNull(),
    inputSchema: text("input_schema", { mode: "json" }).$type<Json>(),
    /** The older version that it was made equal to, where it was. */
    restores: integer("restores"),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.workflowId, t.version] })],
);

/** Definitions that are too large for a row: their texts, joined in order, are the definition's JSON. */
export const workflowDefinitionParts = sqliteTable(
  "workflow_definition_parts",
  {
    workflowId: text("workflow_id")
      .notNull()
      .references(() => workflows.id, { onDelete: "cascade" }),
    version: integer("version").notNull(),
    part: integer("part").notNull(),
    json: text("json").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workflowId, t.version, t.part] })],
);

/**
 * What each version of a workflow compiled to. A plan of 10,000 steps is larger than the 2 MB that D1 gives a
 * row, hence parts: their texts, joined in order, are the plan's JSON.
 */
export const workflowPlans = sqliteTable(
  "workflow_plans",
  {
    workflowId: text("workflow_id")
      .notNull()
      .references(() => workflows.id, { onDelete: "cascade" }),
    version: integer("version").notNull(),
    part: integer("part").notNull(),
    json: text("json").notNull(),
  },
  (t) => [primaryKey({ columns: [t.workflowId, t.version, t.part] })],
);

// A projection of the journals, for lists and search; the journal itself is in the run's Durable Object.
export const workflowRuns = sqliteTable(
  "workflow_runs",
  {
    id: text("id").primaryKey(),
    workflowId: text("workflow_id").notNull(),
    workflowVersion: integer("workflow_version").notNull().default(1),
    /** The agent that started it. */
    triggeredBy: text("triggered_by").notNull(),
    /** The run that it does again. */
    rerunOf: text("rerun_of"),
    /** The run whose step started it. */
    parentRunId: text("parent_run_id"),
    /** What started it, where no call did. */
    trigger: text("trigger", { mode: "json" }).$type<Json>(),
    /** The schedule's or the webhook's id. */
    triggerId: text("trigger_id"),
    input: text("input", { mode: "json" }).$type<Json>(),
    output: text("output", { mode: "json" }).$type<Json>(),
    error: text("error", { mode: "json" }).$type<Json>(),
    status: text("status", { enum: ["pending", "running", "success", "failed", "cancelled"] })
      .notNull()
      .default("pending"),
    stepResults: text("step_results", { mode: "json" }).$type<Json>(),
    startedAt: text("started_at"),
    completedAt: text("completed_at"),
    /** When it is to be deleted; null: not by itself. */
    expiresAt: text("expires_at"),
    createdAt: createdAt(),
  },
  (t) => [
    index("workflow_runs_expires_at")
      .on(t.expiresAt)
      .where(sql`expires_at IS NOT NULL`),
    index("workflow_runs_status").on(t.status),
    // Each filter of the lists walks one of these, in its order.
    index("workflow_runs_triggered_by").on(t.triggeredBy, t.createdAt, t.id),
    index("workflow_runs_agent_status").on(t.triggeredBy, t.status, t.createdAt, t.id),
    index("workflow_runs_workflow").on(t.triggeredBy, t.workflowId, t.createdAt, t.id),
    index("workflow_runs_workflow_status").on(t.triggeredBy, t.workflowId, t.status, t.createdAt, t.id),
    // Few runs have these, and the others are in none of the three.
    index("workflow_runs_parent")
      .on(t.triggeredBy, t.parentRunId, t.createdAt, t.id)
      .where(sql`parent_run_id IS NOT NULL`),
    index("workflow_runs_trigger")
      .on(t.triggeredBy, t.triggerId, t.createdAt, t.id)
      .where(sql`trigger_id IS NOT NULL`),
    index("workflow_runs_rerun")
      .on(t.triggeredBy, t.rerunOf, t.createdAt, t.id)
      .where(sql`rerun_of IS NOT NULL`),
    index("workflow_runs_workflow_version").on(t.triggeredBy, t.workflowId, t.workflowVersion, t.createdAt, t.id),
  ],
);

/** Addresses at which others' messages become runs of a workflow. */
export const workflowWebhooks = sqliteTable(
  "workflow_webhooks",
  {
    id: text("id").primaryKey(),
    workflowId: text("workflow_id")
      .notNull()
      .references(() => workflows.id),
    /** The owner. */
    agentId: text("agent_id")
      .notNull()
      .references(() => agents.id),
    /** Its name, verification, filter, input and limits. */
    rule: text("rule", { mode: "json" }).notNull(),
    /** What its messages are verified by, sealed: the newest first. */
    secrets: text("secrets", { mode: "json" }).notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index("workflow_webhooks_workflow_id").on(t.workflowId, t.createdAt, t.id),
    index("workflow_webhooks_agent_id").on(t.agentId),
  ],
);
