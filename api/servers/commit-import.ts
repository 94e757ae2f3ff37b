// What a server brings, written as one: its row, its definitions and its tools.

import type { SQLWrapper } from "drizzle-orm";
import type { Json, JsonObject } from "../../engine/json.ts";
import { type Quota, storeWithin } from "../http/quota.ts";
import { isUniqueViolation } from "../platform/database.ts";
import type { Database } from "../platform/database.ts";
import { newId } from "../platform/ids.ts";
import { type ImportedTool, insertImported } from "../tools/insert-imported.ts";
import { nameTools } from "./name-tools.ts";
import type { Server } from "./server.ts";

/** A definition of a tool that is to become one of the hub's. */
export interface NewTool {
  readonly name: string;
  readonly definition: JsonObject;
}

/** How often the name of a tool may be taken away between looking and writing. */
const MAX_ATTEMPTS = 3;

/**
 * Writes the new tools, and with them what `others` makes of their ids, by name. Rejects with a unique violation where
 * one of `others` fails on one, and with the problem `quota_reached`.
 */
export async function commitImport(
  db: Database,
  server: Server,
  tools: readonly NewTool[],
  others: (toolIds: ReadonlyMap<string, string>) => readonly SQLWrapper[],
  at: string,
  quotas: readonly Quota[],
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const names = await nameTools(
      db,
      server,
      tools.map(({ name }) => name),
    );
    const imported = tools.map((tool) => toImported(tool, names.get(tool.name) ?? tool.name));
    const ids = new Map(imported.map(({ id, upstreamName }) => [upstreamName, id]));
    try {
      return await storeWithin(db, quotas, [...others(ids), ...insertImported(server, imported, at)]);
    } catch (error) {
      if (attempt === MAX_ATTEMPTS || !isUniqueViolation(error)) throw error;
    }
  }
}

function toImported({ name: upstreamName, definition }: NewTool, name: string): ImportedTool {
  return { id: newId("tool"), name, upstreamName, ...describedBy(definition) };
}

/** What the hub's tool has from its definition. */
export function describedBy({ description, inputSchema, outputSchema, ...rest }: JsonObject) {
  const hints = objectOf(rest["annotations"]);
  return {
    description: typeof description === "string" ? description : "",
    inputSchema: inputSchema ?? null,
    outputSchema: outputSchema ?? null,
    isRepeatable: hints["idempotentHint"] === true || hints["readOnlyHint"] === true,
    runsAsTask: objectOf(rest["execution"])["taskSupport"] === "required",
  };
}

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}
