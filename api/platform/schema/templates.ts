// Templates, of which workflows are made.

import { sql } from "drizzle-orm";
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Json } from "../../../engine/json.ts";
import type { Slot } from "../../../engine/slots/slot.ts";
import { agents } from "./agents.ts";
import { createdAt, updatedAt } from "./columns.ts";

/** What is offered to make workflows of: presets of the hub's own, and workflows that agents have published. */
export const templates = sqliteTable(
  "templates",
  {
    /** Its place in the full text index (template_words, kept by triggers). */
    row: integer("row").primaryKey(),
    id: text("id").notNull(),
    /** The publisher. */
    agentId: text("agent_id")
      .notNull()
      .references(() => agents.id),
    /** What was published; null: a preset. */
    workflowId: text("workflow_id"),
    title: text("title").notNull(),
    summary: text("summary").notNull().default(""),
    /** Markdown. */
    readme: text("readme").notNull().default(""),
    category: text("category"),
    tags: text("tags", { mode: "json" }).$type<string[]>().notNull().default([]),
    icon: text("icon"),
    version: integer("version").notNull().default(1),
    /** The template that the workflow was made of before it was changed and published. */
    forkedFrom: text("forked_from"),
    forkedFromVersion: integer("forked_from_version"),
    /** Of a preset: SHA-256 of what the code says of it. */
    hash: text("hash"),
    /** Workflows that were made of it. */
    useCount: integer("use_count").notNull().default(0),
    /** Agents that have made some, its publisher apart. */
    userCount: integer("user_count").notNull().default(0),
    ratingCount: integer("rating_count").notNull().default(0),
    ratingSum: integer("rating_sum").notNull().default(0),
    /** What a list is sorted by: few ratings count as if there were five more of 3. */
    ratingScore: real("rating_score").notNull().default(3),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    /** Set once it is unpublished; workflows that were made of it stay. */
    deletedAt: text("deleted_at"),
  },
  (t) => [
    uniqueIndex("templates_id").on(t.id),
    uniqueIndex("templates_workflow_id")
      .on(t.workflowId)
      .where(sql`deleted_at IS NULL`),
    index("templates_agent_id").on(t.agentId, t.createdAt, t.id),
    index("templates_created_at").on(t.createdAt, t.id),
    index("templates_popularity").on(t.userCount, t.id),
    index("templates_rating").on(t.ratingScore, t.id),
    index("templates_category").on(t.category, t.createdAt, t.id),
    index("templates_forked_from")
      .on(t.forkedFrom)
      .where(sql`forked_from IS NOT NULL`),
  ],
);

/** What each version of a template is. */
export const templateVersions = sqliteTable(
  "template_versions",
  {
    templateId: text("template_id").notNull(),
    version: integer("version").notNull(),
    /** With `slot:<name>` in the places of tools that are open. */
    definition: text("definition", { mode: "json" }).$type<Json>().notNull(),
    slots: text("slots", { mode: "json" }).$type<Slot[]>().notNull(),
    /** The definitions of the sub-workflows that it carries, by name; others name them as `sub:<name>`. */
    subWorkflows: text("sub_workflows", { mode: "json" }).$type<Record<string, Json>>().notNull().default({}),
    /** An input to try it with. */
    exampleInput: text("example_input", { mode: "json" }).$type<Json>(),
    /** The version of the workflow that was published; null: a preset. */
    workflowVersion: integer("workflow_version"),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.templateId, t.version] })],
);

/** Which workflow was made of which template, as the main one or as one of its sub-workflows. */
export const templateUses = sqliteTable(
  "template_uses",
  {
    workflowId: text("workflow_id").primaryKey(),
    templateId: text("template_id").notNull(),
    version: integer("version").notNull(),
    agentId: text("agent_id").notNull(),
    /** Its name in the template; null: it is the main one. */
    subWorkflow: text("sub_workflow"),
    /** Of a sub-workflow: SHA-256 of its definition as it was made, by which it is found when it is needed again. */
    definitionHash: text("definition_hash"),
    createdAt: createdAt(),
  },
  (t) => [
    index("template_uses_template_id").on(t.templateId, t.agentId),
    index("template_uses_definition_hash")
      .on(t.agentId, t.definitionHash, t.createdAt)
      .where(sql`definition_hash IS NOT NULL`),
  ],
);

export const templateRatings = sqliteTable(
  "template_ratings",
  {
    templateId: text("template_id").notNull(),
    agentId: text("agent_id").notNull(),
    /** 1 to 5. */
    rating: integer("rating").notNull(),
    comment: text("comment"),
    /** The version that is current when it is given. */
    version: integer("version").notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    primaryKey({ columns: [t.templateId, t.agentId] }),
    index("template_ratings_template_id").on(t.templateId, t.createdAt, t.agentId),
  ],
);

/** What agents say is wrong with a template, for the hub's operator. */
export const templateReports = sqliteTable(
  "template_reports",
  {
    templateId: text("template_id").notNull(),
    agentId: text("agent_id").notNull(),
    reason: text("reason").notNull(),
    details: text("details").notNull().default(""),
    version: integer("version").notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.templateId, t.agentId] }), index("template_reports_created_at").on(t.createdAt)],
);
