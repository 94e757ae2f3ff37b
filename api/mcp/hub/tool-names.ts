// What a tool is called at an endpoint that has the tools of many agents, and what a client can mean by a name.
//
// N1. A name that is given out is one that clients take (1 to 64 of A-Z a-z 0-9 _ -), and means one tool.
// N2. A bare name is the caller's own tool where it has one of that name, else the hub's own, else the one agent's who
//     has it. So nobody can take a name away from an agent or from the hub by registering the same.

import type { NamedVersion, Reading } from "./store.ts";

/** Who provides the hub's own tools. */
export const HUB_AGENT = "agent_nexus";

/** Names that every client takes. */
export const TAKEN_BY_CLIENTS = /^[A-Za-z0-9_-]{1,64}$/;
/** No name is longer: an agent's name, `__`, a tool's, `@`, a version. */
export const MAX_ASKED_CHARS = 512;

/** Which agent a bare name means; null where it is several's. */
export function bareHolder(holders: readonly string[], callerId: string): string | null {
  if (holders.includes(callerId)) return callerId;
  if (holders.includes(HUB_AGENT)) return HUB_AGENT;
  return holders.length === 1 ? (holders[0] ?? null) : null;
}

/** The name under which a tool is given out. */
export function givenName(
  { id, name, agentId }: Pick<NamedVersion, "id" | "name" | "agentId">,
  isBare: boolean,
  isReserved: (name: string) => boolean,
): string {
  if (isBare && TAKEN_BY_CLIENTS.test(name) && !isReserved(name)) return name;
  const qualified = `${agentId}__${name}`;
  return TAKEN_BY_CLIENTS.test(qualified) ? qualified : id;
}

export interface MeantTool extends Reading {
  /** One version, or a semver range of them; null: the latest. */
  readonly version: string | null;
}

/** All that a text can mean: a name, `agent/name`, `agent__name`, each with `@version` or without. */
export function readingsOf(asked: string): MeantTool[] {
  if (asked.length > MAX_ASKED_CHARS) return [];
  const at = asked.lastIndexOf("@");
  const versioned =
    at > 0 ? splits(asked.slice(0, at)).map((reading) => ({ ...reading, version: asked.slice(at + 1) })) : [];
  return [...splits(asked).map((reading) => ({ ...reading, version: null })), ...versioned];
}

function splits(text: string): Reading[] {
  const readings: Reading[] = [{ agent: null, name: text }];
  const slash = text.lastIndexOf("/");
  if (slash > 0) readings.push({ agent: text.slice(0, slash), name: text.slice(slash + 1) });
  // An agent's id or name may itself have the two underscores.
  for (let at = text.indexOf("__"); at !== -1; at = text.indexOf("__", at + 1)) {
    if (at > 0) readings.push({ agent: text.slice(0, at), name: text.slice(at + 2) });
  }
  return readings;
}
