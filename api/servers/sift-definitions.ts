// From what a server lists to what the hub takes over: nothing too large, too deep or without a name, no tool whose
// schema cannot be checked against, nothing twice. What is left out is said.

import { isDeeperThan, MAX_JSON_DEPTH, type Json, type JsonObject } from "../../engine/json.ts";
import { schemaFaults } from "../../engine/schema/validator.ts";
import { STATELESS } from "../relay/mcp/connect.ts";
import { withoutForeignMeta } from "../relay/mcp/foreign-meta.ts";
import { paramHeaderFault } from "../relay/mcp/param-header.ts";
import type { Catalogue, Kind, Listing } from "../relay/mcp/read-catalogue.ts";
import { hashOf } from "../tools/definition.ts";
import type { Definition, LeftOut } from "./server.ts";

export const KINDS = ["tool", "resource", "template", "prompt"] as const satisfies readonly Kind[];

const NAMED_BY = { tool: "name", resource: "uri", template: "uriTemplate", prompt: "name" } as const;
const MAX_NAME_CHARS = { tool: 256, resource: 2_048, template: 2_048, prompt: 256 } as const;
const MAX_DEFINITION_CHARS = 200_000;
/** How many problems are told. */
const MAX_TOLD = 100;

export interface Sifted {
  readonly definitions: readonly Definition[];
  readonly problems: readonly LeftOut[];
}

export async function siftDefinitions({ revision, lists }: Catalogue): Promise<Sifted> {
  const sifted = await Promise.all(KINDS.map((kind) => siftList(revision, kind, lists[kind])));
  const problems = sifted.flatMap((list) => list.problems);
  return { definitions: sifted.flatMap((list) => list.definitions), problems: problems.slice(0, MAX_TOLD) };
}

async function siftList(revision: string, kind: Kind, { items, cutOff }: Listing): Promise<Sifted> {
  const definitions: Definition[] = [];
  const problems: LeftOut[] = [];
  const names = new Set<string>();
  if (cutOff)
    problems.push({ kind, name: null, reason: `The list is longer than the hub reads: ${items.length} are here.` });
  for (const [position, item] of items.entries()) {
    const name = nameOf(kind, item);
    const reason = names.has(name ?? "")
      ? "The server lists it twice; the first one counts."
      : await faultOf(revision, kind, item);
    if (reason !== null) problems.push({ kind, name: name?.slice(0, MAX_NAME_CHARS[kind]) ?? null, reason });
    else if (name !== null) {
      names.add(name);
      const definition = withoutForeignMeta(item as JsonObject);
      definitions.push({ kind, name, position, definition, hash: await hashOf(definition) });
    }
  }
  return { definitions, problems };
}

function nameOf(kind: Kind, item: Json): string | null {
  const name = isObject(item) ? item[NAMED_BY[kind]] : undefined;
  return typeof name === "string" ? name : null;
}

async function faultOf(revision: string, kind: Kind, item: Json): Promise<string | null> {
  const name = nameOf(kind, item);
  const max = MAX_NAME_CHARS[kind];
  if (!isObject(item) || name === null) return `It has no ${NAMED_BY[kind]}.`;
  if (name === "" || name.length > max) return `Its ${NAMED_BY[kind]} has not 1 to ${max} characters.`;
  if (isDeeperThan(item, MAX_JSON_DEPTH)) return `It nests deeper than ${MAX_JSON_DEPTH}.`;
  if (JSON.stringify(item).length > MAX_DEFINITION_CHARS) return `It has more than ${MAX_DEFINITION_CHARS} characters.`;
  return kind === "tool" ? faultOfTool(revision, item) : null;
}

async function faultOfTool(revision: string, tool: JsonObject): Promise<string | null> {
  const { description, inputSchema, outputSchema } = tool;
  if (description !== undefined && typeof description !== "string") return "Its description is no text.";
  if (!isObject(inputSchema)) return "It has no inputSchema.";
  for (const [field, schema] of Object.entries({ inputSchema, outputSchema })) {
    const [fault] = schema === undefined ? [] : await schemaFaults(schema);
    if (fault) return `Its ${field} cannot be used: at "${fault.pointer}", ${fault.message}`;
  }
  // To the revisions before, the annotation means nothing.
  const fault = revision === STATELESS ? paramHeaderFault(inputSchema) : null;
  return fault && `Its inputSchema cannot be used: ${fault}`;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
