// MCP servers, and the registries in which more of them are found.

import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { JsonObject } from "../../../engine/json.ts";
import { agents } from "./agents.ts";
import { createdAt, updatedAt } from "./columns.ts";

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
    /** Since when it is public no longer: what changed later is its owner's alone. Null while it is, or where it never was. */
    withdrawnAt: text("withdrawn_at"),
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
  ],
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
