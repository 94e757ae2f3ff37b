// What a server changed, as its owner sees it and decides on it.

import type { JsonObject } from "../../engine/json.ts";
import { Problem } from "../http/problem.ts";
import { nowIso } from "../platform/clock.ts";
import { runAll } from "../platform/database.ts";
import type { Services } from "../services.ts";
import { definitionHash, definitionOf } from "../tools/definition.ts";
import { type Change, diffDefinitions } from "../tools/diff-definitions.ts";
import { forgetTool } from "../tools/find-tool.ts";
import { type NewDefinition, replaceDefinitions, selectImported } from "../tools/insert-imported.ts";
import { toolQuota } from "../tools/register-tool.ts";
import type { Tool } from "../tools/tool.ts";
import { commitImport, describedBy } from "./commit-import.ts";
import type { Server } from "./server.ts";
import { approveHeld, type HeldChange, rejectHeld, selectHeld } from "./store.ts";

/** As many as a server may have. */
const ALL = { limit: 1_000, afterName: "" };

export interface ShownChange {
  readonly kind: "new" | "changed";
  readonly name: string;
  /** Of the definition that waits: what an approval names. */
  readonly hash: string;
  readonly definition: JsonObject;
  /** From what is in force to that: a JSON Patch (RFC 6902); empty for a new tool. */
  readonly changes: readonly Change[];
}

export function shownChange({ name, heldHash: hash, held, definition }: HeldChange): ShownChange {
  if (definition === null) return { kind: "new", name, hash, definition: held, changes: [] };
  return { kind: "changed", name, hash, definition: held, changes: diffDefinitions(definition, held) };
}

/** Those that are named, each by the hash that was shown; undefined: all. */
export type Choice = readonly { readonly name: string; readonly hash: string }[] | undefined;

/** How many were put in force. Throws the problem `change_outdated` or `quota_reached`. */
export async function approveChanges(services: Services, server: Server, choice: Choice): Promise<number> {
  const { db } = services;
  const chosen = await choose(services, server, choice);
  const at = nowIso();
  const known = chosen.flatMap((change) => (change.toolId === null ? [] : [{ ...change, toolId: change.toolId }]));
  const fresh = chosen.filter(({ toolId }) => toolId === null);
  const tools = await selectImported(
    db,
    known.map(({ toolId }) => toolId),
  );
  const replacements = await Promise.all(
    known.flatMap(({ toolId, held }) => tools.filter(({ id }) => id === toolId).map((tool) => replacement(tool, held))),
  );
  await commitImport(
    db,
    server,
    fresh.map(({ name, held: definition }) => ({ name, definition })),
    (ids) => [
      ...approveHeld(
        server.id,
        chosen.map(({ name, heldHash: hash, toolId }) => ({ name, hash, toolId: toolId ?? ids.get(name) ?? "" })),
      ),
      ...replaceDefinitions(replacements),
    ],
    at,
    fresh.length === 0 ? [] : [toolQuota(db, server.agentId, fresh.length)],
  );
  for (const { id } of tools) forgetTool(db, id);
  return chosen.length;
}

async function replacement(tool: Tool, held: JsonObject): Promise<NewDefinition> {
  const updatedAt = new Date(Math.max(Date.now(), Date.parse(tool.updatedAt) + 1)).toISOString();
  const earlier = { hash: await definitionHash(tool), definition: definitionOf(tool) };
  return { id: tool.id, ...describedBy(held), updatedAt, earlier };
}

/** How many will not be shown again. Throws the problem `change_outdated`. */
export async function rejectChanges(services: Services, server: Server, choice: Choice): Promise<number> {
  const chosen = await choose(services, server, choice);
  const rejected = chosen.map(({ name, heldHash: hash }) => ({ name, hash }));
  await runAll(services.db, rejectHeld(server.id, rejected));
  return rejected.length;
}

async function choose({ db }: Services, server: Server, choice: Choice): Promise<HeldChange[]> {
  const held = await selectHeld(db, server.id, ALL);
  if (choice === undefined) return held;
  return choice.map(({ name, hash }) => {
    const change = held.find((one) => one.name === name && one.heldHash === hash);
    if (change === undefined) {
      const detail = `No change of the tool "${name}" with this hash waits. Read the changes again and decide on those.`;
      throw new Problem("change_outdated", detail);
    }
    return change;
  });
}
