// Prints the SQL that brings the built-in tools' rows to what the code says, for a migration of its own:
// `npx drizzle-kit generate --custom --name builtin_tools`, then this into the new file. A migration and not a
// write at start: it happens once a database, before anybody is served, and is reviewed like all SQL. The test
// of the registry fails where code and rows differ.

import { BUILTIN_AGENT, builtinToolRows } from "../api/relay/builtin/registry.ts";

const SINCE = "2026-01-01T00:00:00.000Z";

const quoted = (value: string) => `'${value.replaceAll("'", "''")}'`;
const json = (value: unknown) => quoted(JSON.stringify(value));

const { id, name, description } = BUILTIN_AGENT;
const statements = [
  `INSERT INTO agents (id, name, description, created_at, updated_at)
VALUES (${[id, name, description, SINCE, SINCE].map(quoted).join(", ")})
ON CONFLICT (id) DO UPDATE SET name = excluded.name, description = excluded.description`,
];
for (const row of builtinToolRows()) {
  const columns = {
    id: quoted(row.id),
    agent_id: quoted(row.agentId),
    name: quoted(row.name),
    description: quoted(row.description),
    version: quoted(row.version),
    input_schema: json(row.inputSchema),
    output_schema: json(row.outputSchema),
    tags: json(row.tags),
    category: quoted(row.category),
    protocol: quoted(row.protocol),
    endpoint: quoted(row.endpoint),
    auth_type: quoted(row.authType),
    rate_limit_per_min: String(row.rateLimitPerMin),
    created_at: quoted(SINCE),
    updated_at: quoted(SINCE),
  };
  const names = Object.keys(columns);
  const changing = names.filter((column) => column !== "id" && column !== "created_at");
  statements.push(
    `INSERT INTO mcp_tools (${names.join(", ")})
VALUES (${Object.values(columns).join(", ")})
ON CONFLICT (id) DO UPDATE SET ${changing.map((column) => `${column} = excluded.${column}`).join(", ")}`,
    `DELETE FROM mcp_tool_tags WHERE tool_id = ${quoted(row.id)}`,
    `INSERT INTO mcp_tool_tags (tool_id, tag) SELECT ${quoted(row.id)}, value FROM json_each(${json(row.tags)})`,
  );
}
process.stdout.write(`${statements.join(";--> statement-breakpoint\n")};\n`);
