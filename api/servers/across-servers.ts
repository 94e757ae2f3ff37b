// What several servers have of one kind, as one list for one viewer, under names that each mean one thing:
//
// A1. A bare name is that of the viewer's own server which has it, else of the one public server that has it. So nobody
//     takes a name away from an agent by publishing the same.
// A2. Where several have it, each is named with its server's id. Such a name is never taken for a bare one.

import { z } from "zod";
import type { JsonObject } from "../../engine/json.ts";
import { decodeCursor, encodeCursor, invalidCursor } from "../http/page.ts";
import type { Kind } from "../relay/mcp/read-catalogue.ts";
import type { Services } from "../services.ts";
import { type AcrossHolders, type AcrossRow, selectAcross, selectAcrossHolders, type Whose } from "./across-store.ts";
import { stateOfDefinitions } from "./list-definitions.ts";

export interface Which {
  readonly kind: Kind;
  readonly whose: Whose;
}

/** One thing that a server has. */
export interface Across {
  readonly serverId: string;
  /** What it is called there. */
  readonly name: string;
  /** Whether its name alone means it. */
  readonly isBare: boolean;
  readonly definition: JsonObject;
}

export interface AcrossPage {
  readonly found: readonly Across[];
  readonly nextCursor: string | null;
  /** The oldest time since when something on the page may be an old one. */
  readonly staleSince: string | null;
}

const placeText = z.tuple([z.literal("servers"), z.string().max(2_048), z.string().max(64)]);

/** Where the list begins. */
export const FIRST_CURSOR = encodeCursor(["servers", "", ""]);

export function isAcrossCursor(cursor: string): boolean {
  return decodeCursor(placeText, cursor) !== null;
}

/** Throws the problem `invalid_cursor`. */
export async function listAcross(
  { db }: Services,
  viewerId: string,
  which: Which,
  { limit, cursor }: { readonly limit: number; readonly cursor: string | undefined },
): Promise<AcrossPage> {
  const [, name, serverId] = cursor === undefined ? [] : (decodeCursor(placeText, cursor) ?? invalidCursor());
  const place = name === undefined || serverId === undefined ? null : { name, serverId };
  const rows = await selectAcross(db, viewerId, which, { limit: limit + 1, place });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const names = [...new Set(shown.map((row) => row.name))];
  const holders = names.length === 0 ? [] : await selectAcrossHolders(db, viewerId, which.kind, names);
  const holderOf = new Map(holders.map((one) => [one.name, bareHolder(one)]));
  const stale = shown.flatMap(({ staleSince }) => staleSince ?? []).toSorted();
  return {
    found: shown.map((row) => presented(row, holderOf.get(row.name) === row.serverId)),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(["servers", last.name, last.serverId]) : null,
    staleSince: stale[0] ?? null,
  };
}

/** The server that a bare name means; `several` where it does not say which. */
export async function holderOfName(
  { db }: Services,
  viewerId: string,
  kind: Kind,
  name: string,
): Promise<{ readonly is: "one"; readonly serverId: string } | { readonly is: "none" | "several" }> {
  const [holders] = await selectAcrossHolders(db, viewerId, kind, [name]);
  if (holders === undefined) return { is: "none" };
  const serverId = bareHolder(holders);
  return serverId === null ? { is: "several" } : { is: "one", serverId };
}

/** Whether the server has it in force. */
export async function hasDefinition(services: Services, serverId: string, kind: Kind, name: string): Promise<boolean> {
  return (await stateOfDefinitions(services, serverId, { kinds: [kind], name })) !== null;
}

function bareHolder({ own, least, most }: AcrossHolders): string | null {
  if (own.length > 0) return own.length === 1 ? (own[0] ?? null) : null;
  return least === most ? least : null;
}

function presented({ serverId, name, definition }: AcrossRow, isBare: boolean): Across {
  return { serverId, name, isBare, definition: definition ?? {} };
}
