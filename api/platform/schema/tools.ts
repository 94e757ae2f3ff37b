// Tools, and what is kept of each.

import { sql } from "drizzle-orm";
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Json, JsonObject } from "../../../engine/json.ts";
import { agents } from "./agents.ts";
import { createdAt, updatedAt } from "./columns.ts";

export const mcpTools = sqliteTable(
  "mcp_tools",
  {
    id: text("id").primaryKey(),
    agentId: text("agent_id")
      .notNull()
      .references(() => agents.id),
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    version: text("version").notNull().default("1.0.0"),
    inputSchema: text("input_schema", { mode: "json" }).$type<Json>(),
    outputSchema: text("output_schema", { mode: "json" }).$type<Json>(),
    tags: text("tags", { mode: "json" }).$type<string[]>().notNull().default([]),
    endpoint: text("endpoint").notNull(),
    authType: text("auth_type", { enum: ["bearer", "api_key", "none"] })
      .notNull()
      .default("bearer"),
    /** Encrypted credentials for the provider. */
    authConfig: text("auth_config"),
    rateLimitPerMin: integer("rate_limit_per_min").notNull().default(60),
    category: text("category"),
    /** What its endpoint speaks: an HTTP endpoint, an MCP server, a function of the hub, an agent that is connected. */
    protocol: text("protocol", { enum: ["http", "mcp", "builtin", "agent"] })
      .notNull()
      .default("http"),
    /** What becomes of a result that does not fit `output_schema`; null: as the hub is set. */
    outputCheck: text("output_check", { enum: ["off", "warn", "enforce"] }),
    /** JSON Pointers to what the log never holds of a call. */
    redaction: text("redaction", { mode: "json" }).$type<string[]>().notNull().default([]),
    pricingModel: text("pricing_model", { enum: ["free", "per_call", "subscription"] })
      .notNull()
      .default("free"),
    priceUsd: real("price_usd").notNull().default(0),
    status: text("status", { enum: ["active", "inactive", "deprecated"] })
      .notNull()
      .default("active"),
    callCount: integer("call_count").notNull().default(0),
    avgLatencyMs: real("avg_latency_ms").notNull().default(0),
    successRate: real("success_rate").notNull().default(1),
    /** Since when the status is deprecated. */
    deprecatedAt: text("deprecated_at"),
    /** The tool that takes this one's place. */
    successorId: text("successor_id"),
    /** False: the tool of a private MCP server, which is there for its owner alone. */
    isPublic: integer("is_public", { mode: "boolean" }).notNull().default(true),
    /** Of an imported tool: its MCP server, what the tool is called there, the protocol revision to call it by. */
    serverId: text("server_id"),
    upstreamName: text("upstream_name"),
    upstreamRevision: text("upstream_revision"),
    /** Whether its definition there says that calling it twice does no more than calling it once. */
    isRepeatable: integer("is_repeatable", { mode: "boolean" }).notNull().default(false),
    /** Whether its definition there says that it can be called as a task alone (2025-11-25). */
    runsAsTask: integer("runs_as_task", { mode: "boolean" }).notNull().default(false),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    /** Set once the tool is deregistered; the row stays for the log that names it. */
    deletedAt: text("deleted_at"),
  },
  (t) => [
    // Partial, so that a deregistered name and version can be registered anew.
    uniqueIndex("mcp_tools_agent_id_name_version")
      .on(t.agentId, t.name, t.version)
      .where(sql`deleted_at IS NULL`),
    index("mcp_tools_agent_id").on(t.agentId, t.createdAt, t.id),
    index("mcp_tools_created_at").on(t.createdAt, t.id),
    index("mcp_tools_status").on(t.status),
    index("mcp_tools_name").on(t.name),
    index("mcp_tools_popularity").on(t.callCount, t.id),
    index("mcp_tools_tags").on(t.tags),
    index("mcp_tools_category").on(t.category, t.createdAt, t.id),
    index("mcp_tools_protocol").on(t.protocol, t.createdAt, t.id),
    index("mcp_tools_server_id").on(t.serverId),
    // Small enough to be gone through whole, to see whether few tools are offered so.
    index("mcp_tools_offer").on(t.protocol, t.authType, t.pricingModel, t.priceUsd, t.status, t.deletedAt, t.id),
  ],
);

export const mcpToolTags = sqliteTable(
  "mcp_tool_tags",
  {
    toolId: text("tool_id")
      .notNull()
      .references(() => mcpTools.id, { onDelete: "cascade" }),
    tag: text("tag").notNull(),
  },
  (t) => [primaryKey({ columns: [t.toolId, t.tag] }), index("mcp_tool_tags_tag").on(t.tag)],
);

/** What a tool's provider writes of it at length: apart, since no call and no list reads it. */
export const mcpToolReadmes = sqliteTable("mcp_tool_readmes", {
  toolId: text("tool_id")
    .primaryKey()
    .references(() => mcpTools.id, { onDelete: "cascade" }),
  readme: text("readme").notNull(),
});

/** Which row of the full text index (mcp_tool_words, kept by triggers) is which tool: FTS5 knows rows by number. */
export const mcpToolDocuments = sqliteTable("mcp_tool_documents", {
  row: integer("row").primaryKey(),
  toolId: text("tool_id").notNull().unique("mcp_tool_documents_tool_id"),
  /** How many digits its call count has; 0 where it was never called. In the index it stands by this first. */
  tier: integer("tier").notNull().default(0),
});

/** What a tool's definition was before it changed, for callers who pinned it. */
export const mcpToolDefinitions = sqliteTable(
  "mcp_tool_definitions",
  {
    toolId: text("tool_id")
      .notNull()
      .references(() => mcpTools.id, { onDelete: "cascade" }),
    hash: text("hash").notNull(),
    definition: text("definition", { mode: "json" }).$type<JsonObject>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.toolId, t.hash] })],
);

/** Whether the provider at an endpoint is left alone; a row once that was ever so. Times are in ms since the epoch. */
export const mcpProviderCircuits = sqliteTable(
  "mcp_provider_circuits",
  {
    /** The provider whose tool has the endpoint. */
    agentId: text("agent_id").notNull(),
    endpoint: text("endpoint").notNull(),
    state: text("state", { enum: ["closed", "open"] }).notNull(),
    since: integer("since").notNull(),
    retryAt: integer("retry_at"),
    errorCode: text("error_code"),
  },
  (t) => [primaryKey({ columns: [t.agentId, t.endpoint] })],
);

/** Named subsets of tools, each with an MCP endpoint of its own. */
export const mcpToolboxes = sqliteTable(
  "mcp_toolboxes",
  {
    id: text("id").primaryKey(),
    /** The owner. */
    agentId: text("agent_id")
      .notNull()
      .references(() => agents.id),
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    /** As `api/toolboxes/toolbox.ts` has them. */
    tools: text("tools", { mode: "json" }).$type<Json>().notNull(),
    isPublic: integer("is_public", { mode: "boolean" }).notNull().default(false),
    /** Counts its changes, from 1. */
    version: integer("version").notNull().default(1),
    /** When it was public for the first time: from then on the registry lists it, or says that it is gone. */
    publishedAt: text("published_at"),
    /** Since when it is public no longer, and the version that was public last: all that others are told of it from then on. */
    withdrawnAt: text("withdrawn_at"),
    withdrawnVersion: integer("withdrawn_version"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    deletedAt: text("deleted_at"),
  },
  (t) => [
    index("mcp_toolboxes_agent_id").on(t.agentId, t.createdAt, t.id),
    index("mcp_toolboxes_published")
      .on(t.id)
      .where(sql`published_at IS NOT NULL`),
  ],
);

export const mcpRateLimits = sqliteTable(
  "mcp_rate_limits",
  {
    agentId: text("agent_id").notNull(),
    toolId: text("tool_id").notNull(),
    /** The minute. */
    windowStart: text("window_start").notNull(),
    callCount: integer("call_count").notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.agentId, t.toolId, t.windowStart] }),
    index("mcp_rate_limits_window_start").on(t.windowStart),
  ],
);
