// What the hub keeps of a server's lists, in pages and in the server's order: answered without the server.

import { z } from "zod";
import type { JsonObject } from "../../engine/json.ts";
import { decodeCursor, encodeCursor, invalidCursor } from "../http/page.ts";
import { recentFor } from "../platform/recent.ts";
import type { Kind } from "../relay/mcp/read-catalogue.ts";
import type { Services } from "../services.ts";
import {
  selectDefinitions,
  selectDefinitionsState,
  selectHasTemplate,
  selectServerTool,
  selectServerTools,
} from "./store.ts";

interface Row {
  readonly position: number;
  readonly definition: JsonObject | null;
  readonly toolId: string | null;
}

export interface DefinitionPage {
  readonly rows: readonly { readonly definition: JsonObject; readonly toolId: string | null }[];
  readonly nextCursor: string | null;
}

export interface Asked {
  readonly limit: number;
  readonly cursor: string | undefined;
}

/** What is in force and there. */
export function listDefinitions({ db }: Services, serverId: string, kind: Kind, asked: Asked): Promise<DefinitionPage> {
  return page(asked, (window) => selectDefinitions(db, serverId, kind, window));
}

/** The tools among them that can be called: their owner may have taken some out of use. */
export function listUsableTools({ db }: Services, serverId: string, asked: Asked): Promise<DefinitionPage> {
  return page(asked, (window) => selectServerTools(db, serverId, window));
}

const placeSchema = z.tuple([z.int()]);

async function page(
  { limit, cursor }: Asked,
  select: (window: { limit: number; after: number }) => Promise<readonly Row[]>,
): Promise<DefinitionPage> {
  const [after] = cursor === undefined ? [-1] : (decodeCursor(placeSchema, cursor) ?? invalidCursor());
  const found = await select({ limit: limit + 1, after });
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return {
    rows: rows.map(({ definition, toolId }) => ({ definition: definition ?? {}, toolId })),
    nextCursor: found.length > limit && last !== undefined ? encodeCursor([last.position]) : null,
  };
}

/** A tool keeps its id for as long as its server lists it. */
const ids = recentFor<string>(5_000, 5_000);

/** The hub's id of the tool that the server calls so; null where none of that name can be called. */
export async function findServerTool({ db }: Services, serverId: string, name: string): Promise<string | null> {
  const recent = ids(db);
  const key = `${serverId} ${name}`;
  const known = recent.get(key);
  if (known !== undefined) return known;
  const toolId = await selectServerTool(db, serverId, name);
  if (toolId !== null) recent.set(key, toolId);
  return toolId;
}

/** Another text as soon as what is in force is something else; null where there is nothing of the name. */
export function stateOfDefinitions(
  { db }: Services,
  serverId: string,
  which: { readonly kinds: readonly Kind[]; readonly name?: string },
): Promise<string | null> {
  return selectDefinitionsState(db, serverId, which);
}

/** Whether a resource of this URI may be one of a template's: only the server knows which of them there are. */
export function mayBeOfTemplate({ db }: Services, serverId: string, uri: string): Promise<boolean> {
  return selectHasTemplate(db, serverId, uri);
}
