// What a server changed, as its owner sees it and decides on it: definitions of tools, and its instructions.

import type { JsonObject } from "../../engine/json.ts";
import { Problem } from "../http/problem.ts";
import { nowIso } from "../platform/clock.ts";
import { runAll } from "../platform/database.ts";
import type { Services } from "../services.ts";
import { definitionHash, definitionOf, hashOf } from "../tools/definition.ts";
import { type Change, diffDefinitions } from "../tools/diff-definitions.ts";
import { forgetTool } from "../tools/find-tool.ts";
import { type NewDefinition, replaceDefinitions, selectImported } from "../tools/insert-imported.ts";
import { toolQuota } from "../tools/register-tool.ts";
import type { Tool } from "../tools/tool.ts";
import { commitImport, describedBy } from "./commit-import.ts";
import type { Server } from "./server.ts";
import {
  approveHeld,
  approveInstructions,
  type HeldChange,
  rejectHeld,
  rejectInstructions,
  selectHeld,
} from "./store.ts";

/** As many as a server may have. */
const ALL = { limit: 1_000, afterName: "" };

/** Under this name the change of a server's instructions is shown. */
const INSTRUCTIONS = "instructions";

export interface ShownChange {
  readonly subject: "tool" | "instructions";
  readonly kind: "new" | "changed";
  readonly name: string;
  /** Of the definition that waits: what an approval names. */
  readonly hash: string;
  readonly definition: JsonObject;
  /** From what is in force to that: a JSON Patch (RFC 6902); empty for a new tool. */
  readonly changes: readonly Change[];
}

/** One page: the change of the instructions, then those of tools, by name. `afterName`: null at the beginning. */
export async function listChanges(
  { db }: Services,
  server: Server,
  { limit, afterName }: { readonly limit: number; readonly afterName: string | null },
): Promise<{ readonly changes: ShownChange[]; readonly nextName: string | null }> {
  const ofInstructions = afterName === null ? await shownInstructions(server) : [];
  const room = limit - ofInstructions.length;
  const found = await selectHeld(db, server.id, { limit: room + 1, afterName: afterName ?? "" });
  const rows = found.slice(0, room);
  const nextName = found.length > room ? (rows.at(-1)?.name ?? "") : null;
  return { changes: [...ofInstructions, ...rows.map(shownChange)], nextName };
}

function shownChange({ name, heldHash: hash, held, definition }: HeldChange): ShownChange {
  const change = { subject: "tool", name, hash, definition: held } as const;
  if (definition === null) return { ...change, kind: "new", changes: [] };
  return { ...change, kind: "changed", changes: diffDefinitions(definition, held) };
}

async function shownInstructions({ instructions, heldInstructions: held }: Server): Promise<ShownChange[]> {
  if (held === null) return [];
  const definition = { instructions: held };
  const change = { subject: "instructions", name: INSTRUCTIONS, hash: await hashOf(definition), definition } as const;
  if (instructions === null) return [{ ...change, kind: "new", changes: [] }];
  return [{ ...change, kind: "changed", changes: diffDefinitions({ instructions }, definition) }];
}

/** Those that are named, each by the hash that was shown; undefined: all. */
export type Choice =
  | readonly { readonly subject: ShownChange["subject"]; readonly name: string; readonly hash: string }[]
  | undefined;

interface Chosen {
  readonly tools: readonly HeldChange[];
  readonly instructions: string | null;
}

/** How many were put in force. Throws the problem `change_outdated` or `quota_reached`. */
export async function approveChanges(services: Services, server: Server, choice: Choice): Promise<number> {
  const { db } = services;
  const { tools: chosen, instructions } = await choose(services, server, choice);
  const at = nowIso();
  const known = chosen.flatMap((change) => (change.toolId === null ? [] : [{ ...change, toolId: change.toolId }]));
  const fresh = chosen.filter(({ toolId }) => toolId === null);
  const tools = await selectImported(
    db,
    known.map(({ toolId }) => toolId),
  );
  const replacements = await Promise.all(
    known.flatMap((change) => tools.filter(({ id }) => id === change.toolId).map((tool) => replacement(tool, change))),
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
      ...(instructions === null ? [] : [approveInstructions(db, server.id, instructions, at)]),
    ],
    at,
    fresh.length === 0 ? [] : [toolQuota(db, server.agentId, fresh.length)],
  );
  for (const { id } of tools) forgetTool(db, id);
  return chosen.length + (instructions === null ? 0 : 1);
}

async function replacement(tool: Tool, { held, heldHash: hash }: HeldChange): Promise<NewDefinition> {
  const updatedAt = new Date(Math.max(Date.now(), Date.parse(tool.updatedAt) + 1)).toISOString();
  const earlier = { hash: await definitionHash(tool), definition: definitionOf(tool) };
  return { id: tool.id, hash, ...describedBy(held), updatedAt, earlier };
}

/** How many will not be shown again. Throws the problem `change_outdated`. */
export async function rejectChanges(services: Services, server: Server, choice: Choice): Promise<number> {
  const { db } = services;
  const { tools, instructions } = await choose(services, server, choice);
  const rejected = tools.map(({ name, heldHash: hash }) => ({ name, hash }));
  const others = instructions === null ? [] : [rejectInstructions(db, server.id, instructions)];
  await runAll(db, [...rejectHeld(server.id, rejected), ...others]);
  return rejected.length + others.length;
}

async function choose({ db }: Services, server: Server, choice: Choice): Promise<Chosen> {
  const held = await selectHeld(db, server.id, ALL);
  const ofInstructions = await shownInstructions(server);
  if (choice === undefined) return { tools: held, instructions: server.heldInstructions };
  const tools = choice
    .filter(({ subject }) => subject === "tool")
    .map(
      ({ name, hash }) => held.find((one) => one.name === name && one.heldHash === hash) ?? outdated(`tool "${name}"`),
    );
  const named = choice.filter(({ subject }) => subject === "instructions");
  for (const { hash } of named) if (ofInstructions[0]?.hash !== hash) outdated("instructions");
  return { tools, instructions: named.length > 0 ? server.heldInstructions : null };
}

function outdated(what: string): never {
  const detail = `No change of the ${what} with this hash waits. Read the changes again and decide on those.`;
  throw new Problem("change_outdated", detail);
}
