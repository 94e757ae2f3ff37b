// The tables of D1, as drizzle sees them. `drizzle-kit generate` turns a change here into SQL in migrations/.
// Times are ISO 8601 in UTC with milliseconds, so that text order is time order; JSON columns hold text.

import { sql } from "drizzle-orm";
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Json, JsonObject } from "../../engine/json.ts";
import type { Slot } from "../../engine/slots/slot.ts";

const NOW = sql`(strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))`;
const createdAt = () => text("created_at").notNull().default(NOW);
const updatedAt = () => text("updated_at").notNull().default(NOW);

export const agents = sqliteTable("agents", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  description: text("description").notNull().default(""),
  /** Where its handoffs are told; shown to the agent alone. */
  handoffUrl: text("handoff_url"),
  createdAt: createdAt(),
  updatedAt: updatedAt(),
});

/** What an agent is good for, in its own words: what is handed to a tag is offered to all who have it. */
export const agentTags = sqliteTable(
  "agent_tags",
  {
    agentId: text("agent_id")
      .notNull()
      .references(() => agents.id, { onDelete: "cascade" }),
    tag: text("tag").notNull(),
  },
  (t) => [primaryKey({ columns: [t.agentId, t.tag] }), index("agent_tags_tag").on(t.tag)],
);

export const mcpApiKeys = sqliteTable(
  "mcp_api_keys",
  {
    id: text("id").primaryKey(),
    agentId: text("agent_id")
      .notNull()
      .references(() => agents.id),
    name: text("name"),
    /** The first characters of the key, so that its owner can tell it apart. */
    prefix: text("prefix").notNull(),
    /** SHA-256 of the whole key, in hex. */
    keyHash: text("key_hash").notNull(),
    scopes: text("scopes", { mode: "json" }).$type<string[]>().notNull().default(["tools:invoke"]),
    rateLimitPerMin: integer("rate_limit_per_min").notNull().default(100),
    expiresAt: text("expires_at"),
    createdAt: createdAt(),
    lastUsedAt: text("last_used_at"),
    status: text("status", { enum: ["active", "revoked"] })
      .notNull()
      .default("active"),
    /** The key that it was rotated into; this one expires at the end of the overlap. */
    replacedBy: text("replaced_by"),
  },
  (t) => [
    uniqueIndex("mcp_api_keys_key_hash").on(t.keyHash),
    index("mcp_api_keys_agent_id").on(t.agentId, t.createdAt, t.id),
  ],
);

/** Who is signed in to the dashboard. */
export const sessions = sqliteTable(
  "sessions",
  {
    /** SHA-256 of the secret in the cookie, in base64url. */
    hash: text("hash").primaryKey(),
    /** The key that it was opened with, and ends with. */
    keyId: text("key_id")
      .notNull()
      .references(() => mcpApiKeys.id),
    createdAt: createdAt(),
    expiresAt: text("expires_at").notNull(),
  },
  (t) => [index("sessions_key_id").on(t.keyId, t.expiresAt), index("sessions_expires_at").on(t.expiresAt)],
);

export const mcpWsTickets = sqliteTable(
  "mcp_ws_tickets",
  {
    /** SHA-256 of the ticket, in base64url. */
    hash: text("hash").primaryKey(),
    keyId: text("key_id").notNull(),
    scopes: text("scopes", { mode: "json" }).$type<string[]>().notNull(),
    createdAt: createdAt(),
    expiresAt: text("expires_at").notNull(),
    /** When what the ticket was asked for with ends by itself. */
    shownUntil: text("shown_until"),
  },
  (t) => [index("mcp_ws_tickets_expires_at").on(t.expiresAt)],
);

/** Programs that registered themselves as OAuth clients (RFC 7591). */
export const oauthClients = sqliteTable(
  "oauth_clients",
  {
    id: text("id").primaryKey(),
    name: text("name").notNull(),
    redirectUris: text("redirect_uris", { mode: "json" }).$type<string[]>().notNull(),
    /** A digest of the address that it came from; null where none is known. */
    registeredFrom: text("registered_from"),
    createdAt: createdAt(),
  },
  (t) => [
    index("oauth_clients_registered_from").on(t.registeredFrom, t.createdAt),
    index("oauth_clients_created_at").on(t.createdAt),
  ],
);

/** What an agent allowed an OAuth client: one row a consent, with the code and the refresh token that came of it. */
export const oauthGrants = sqliteTable(
  "oauth_grants",
  {
    id: text("id").primaryKey(),
    agentId: text("agent_id")
      .notNull()
      .references(() => agents.id),
    /** The key that consented, and that the grant ends with. */
    keyId: text("key_id")
      .notNull()
      .references(() => mcpApiKeys.id),
    /** Of `oauth_clients`, or the URL of a client's metadata document. */
    clientId: text("client_id").notNull(),
    clientName: text("client_name").notNull(),
    redirectUri: text("redirect_uri").notNull(),
    /** The endpoint that its tokens are for. */
    resource: text("resource").notNull(),
    scopes: text("scopes", { mode: "json" }).$type<string[]>().notNull(),
    /** SHA-256, in base64url, as are the other two. */
    codeHash: text("code_hash").notNull(),
    codeChallenge: text("code_challenge").notNull(),
    codeExpiresAt: text("code_expires_at").notNull(),
    codeUsedAt: text("code_used_at"),
    /** Of the part that all refresh tokens of the grant have in common. */
    familyHash: text("family_hash"),
    /** Of the one refresh token that counts. */
    refreshHash: text("refresh_hash"),
    createdAt: createdAt(),
    lastUsedAt: text("last_used_at"),
    expiresAt: text("expires_at").notNull(),
  },
  (t) => [
    uniqueIndex("oauth_grants_code_hash").on(t.codeHash),
    uniqueIndex("oauth_grants_family_hash").on(t.familyHash),
    index("oauth_grants_agent_id").on(t.agentId, t.createdAt, t.id),
    index("oauth_grants_client_id").on(t.clientId),
  ],
);

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
    index("mcp_tools_updated_at").on(t.updatedAt),
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

/** In which archive a call is that the log no longer has. */
export const mcpArchivedInvocations = sqliteTable(
  "mcp_archived_invocations",
  {
    id: text("id").primaryKey(),
    archive: integer("archive").notNull(),
    /** Its run was deleted, and the archive still has what was said. */
    isToForget: integer("is_to_forget", { mode: "boolean" }).notNull().default(false),
  },
  (t) => [
    index("mcp_archived_invocations_to_forget")
      .on(t.archive)
      .where(sql`is_to_forget = 1`),
  ],
);

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
    // When one of an agent's changed last.
    index("workflows_agent_id_updated_at").on(t.agentId, t.updatedAt),
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
    index("workflow_runs_workflow_version").on(t.triggeredBy, t.workflowId, t.workflowVersion, t.createdAt, t.id),
  ],
);

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

/** Upstream MCP servers: whose tools, resources and prompts agents have brought to the hub. */
export const mcpServers = sqliteTable(
  "mcp_servers",
  {
    id: text("id").primaryKey(),
    /** The owner. */
    agentId: text("agent_id")
      .notNull()
      .references(() => agents.id),
    name: text("name").notNull(),
    url: text("url").notNull(),
    authType: text("auth_type", { enum: ["bearer", "api_key", "none"] })
      .notNull()
      .default("none"),
    /** Encrypted credentials for the server. */
    authConfig: text("auth_config"),
    /** Whether every agent may see and use it. */
    isPublic: integer("is_public", { mode: "boolean" }).notNull().default(false),
    /** When it was public first; null where it never was. */
    publishedAt: text("published_at"),
    /** The protocol revision that it speaks. */
    revision: text("revision").notNull(),
    /** What it says of itself: `{name, version, …}`. */
    identity: text("identity", { mode: "json" }).$type<JsonObject>(),
    /** What is in force. */
    instructions: text("instructions"),
    /** What waits for its owner's approval, and what its owner does not want. */
    heldInstructions: text("held_instructions"),
    rejectedInstructions: text("rejected_instructions"),
    capabilities: text("capabilities", { mode: "json" }).$type<JsonObject>().notNull(),
    /** What of its definitions is left out, and why. */
    problems: text("problems", { mode: "json" }).$type<JsonObject[]>().notNull().default([]),
    /** Why the last refresh failed; null where it did not. */
    lastError: text("last_error"),
    /** When its definitions were last read. */
    refreshedAt: text("refreshed_at").notNull(),
    /** Of an agent that serves over a socket of its own: since when that is open; null while it is away. */
    connectedAt: text("connected_at"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    /** Set once the server is removed; its tools' log still names it. */
    deletedAt: text("deleted_at"),
  },
  (t) => [
    uniqueIndex("mcp_servers_agent_id_name")
      .on(t.agentId, t.name)
      .where(sql`deleted_at IS NULL`),
    index("mcp_servers_agent_id").on(t.agentId, t.createdAt, t.id),
    // When one changed last: of an agent's, and of those that are or were public.
    index("mcp_servers_agent_id_updated_at").on(t.agentId, t.updatedAt),
    index("mcp_servers_published_updated_at")
      .on(t.updatedAt)
      .where(sql`published_at IS NOT NULL`),
  ],
);

/** MCP registries that agents have brought to the hub, to find servers in. */
export const mcpRegistries = sqliteTable(
  "mcp_registries",
  {
    id: text("id").primaryKey(),
    /** The owner. */
    agentId: text("agent_id")
      .notNull()
      .references(() => agents.id),
    name: text("name").notNull(),
    /** Where its API begins: `/v0.1/servers` is below. */
    url: text("url").notNull(),
    /** What the next walk asks for: what was changed since then; null: everything. */
    since: text("since"),
    /** The walk that is under way; null where none is. */
    walk: text("walk", { mode: "json" }).$type<JsonObject>(),
    /** How many servers the hub could not use of what was read in the last walk, and why the first of them. */
    leftOut: integer("left_out").notNull().default(0),
    leftOutReason: text("left_out_reason"),
    /** Walks that failed in a row. */
    failures: integer("failures").notNull().default(0),
    lastError: text("last_error"),
    /** When the last whole walk ended. */
    refreshedAt: text("refreshed_at"),
    nextRefreshAt: text("next_refresh_at").notNull(),
    /** Until then a refresh has it for itself. */
    busyUntil: text("busy_until"),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    uniqueIndex("mcp_registries_agent_id_name").on(t.agentId, t.name),
    index("mcp_registries_agent_id").on(t.agentId, t.createdAt, t.id),
    index("mcp_registries_next_refresh_at").on(t.nextRefreshAt),
  ],
);

/** The servers that a registry lists, each in the version that it calls the latest. */
export const mcpRegistryEntries = sqliteTable(
  "mcp_registry_entries",
  {
    registryId: text("registry_id")
      .notNull()
      .references(() => mcpRegistries.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    title: text("title"),
    description: text("description").notNull(),
    version: text("version").notNull(),
    isLatest: integer("is_latest", { mode: "boolean" }).notNull(),
    status: text("status", { enum: ["active", "deprecated", "deleted"] }).notNull(),
    statusMessage: text("status_message"),
    remotes: text("remotes", { mode: "json" }).$type<JsonObject[]>().notNull(),
    /** When the registry says that it was changed last. */
    updatedAt: text("updated_at"),
  },
  (t) => [primaryKey({ columns: [t.registryId, t.name] })],
);

/** What each of those servers defines, as it was taken over and, where that is another thing, as it stands there now. */
export const mcpServerDefinitions = sqliteTable(
  "mcp_server_definitions",
  {
    serverId: text("server_id")
      .notNull()
      .references(() => mcpServers.id, { onDelete: "cascade" }),
    kind: text("kind", { enum: ["tool", "resource", "template", "prompt"] }).notNull(),
    /** A tool's or prompt's name, a resource's URI, a template's. */
    name: text("name").notNull(),
    /** Its place in the server's list. */
    position: integer("position").notNull(),
    /** What is in force; null where nothing was ever approved. */
    definition: text("definition", { mode: "json" }).$type<JsonObject>(),
    /** SHA-256, in hex, of the definition as canonical JSON (RFC 8785). */
    hash: text("hash"),
    /** What waits for its owner's approval. */
    held: text("held", { mode: "json" }).$type<JsonObject>(),
    heldHash: text("held_hash"),
    /** What its owner does not want; null again once the server offers something else. */
    rejectedHash: text("rejected_hash"),
    /** Whether the server has it still. */
    present: integer("present", { mode: "boolean" }).notNull().default(true),
    toolId: text("tool_id"),
  },
  (t) => [
    primaryKey({ columns: [t.serverId, t.kind, t.name] }),
    // What several servers have, as one list.
    index("mcp_server_definitions_named").on(t.kind, t.name, t.serverId),
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
    index("templates_updated_at").on(t.updatedAt),
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
    /** An input to try it with. */
    exampleInput: text("example_input", { mode: "json" }).$type<Json>(),
    /** The version of the workflow that was published; null: a preset. */
    workflowVersion: integer("workflow_version"),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.templateId, t.version] })],
);

/** Which workflow was made of which template. */
export const templateUses = sqliteTable(
  "template_uses",
  {
    workflowId: text("workflow_id").primaryKey(),
    templateId: text("template_id").notNull(),
    version: integer("version").notNull(),
    agentId: text("agent_id").notNull(),
    createdAt: createdAt(),
  },
  (t) => [index("template_uses_template_id").on(t.templateId, t.agentId)],
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
