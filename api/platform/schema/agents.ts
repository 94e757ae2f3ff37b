// Agents, what they show to be let in, and what they allow others.

import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { createdAt, updatedAt } from "./columns.ts";

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
    /** The beginning of what the browser calls itself. */
    userAgent: text("user_agent"),
    createdAt: createdAt(),
    /** To the minute; null within the first. */
    lastUsedAt: text("last_used_at"),
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
