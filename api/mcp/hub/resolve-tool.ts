// From what a client calls a tool to the tool: one read, remembered for 5 s as the tool itself is.

import { ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/server";
import type { Database } from "../../platform/database.ts";
import { recentFor } from "../../platform/recent.ts";
import { findToolById } from "../../tools/find-tool.ts";
import { latestVersions, matchVersions } from "../../tools/match-versions.ts";
import type { NamedVersion, Reading } from "./store.ts";
import { selectVersionsMeant } from "./store.ts";
import { bareHolder, HUB_AGENT, type MeantTool, readingsOf } from "./tool-names.ts";

const MAX_MEANT = 500;
const MAX_CANDIDATES = 20;

type Meant = NamedVersion & { readonly agentName: string };

/** A tool, and how it was meant: by its id, or as the one of this agent's, name's and range's versions that is called. */
export type Resolved =
  | { readonly by: "id"; readonly id: string }
  | {
      readonly by: "name";
      readonly id: string;
      readonly agentId: string;
      readonly name: string;
      /** Null: the latest. */
      readonly range: string | null;
    };

const remembered = recentFor<Resolved>(5_000, 5_000);

/** The id of the tool that is meant. Throws the JSON-RPC error -32602, with the candidates where there are several. */
export async function resolveTool(db: Database, callerId: string, asked: string): Promise<string> {
  return (await resolveMeant(db, callerId, asked)).id;
}

/** The same, with what was meant. */
export async function resolveMeant(db: Database, callerId: string, asked: string): Promise<Resolved> {
  const recent = remembered(db);
  const key = `${callerId} ${asked}`;
  const known = recent.get(key);
  if (known !== undefined) return known;
  const resolved = (await byId(db, callerId, asked)) ?? (await byName(db, callerId, asked));
  recent.set(key, resolved);
  return resolved;
}

async function byId(db: Database, callerId: string, asked: string): Promise<Resolved | null> {
  if (!/^tool_[\w-]{1,64}$/.test(asked)) return null;
  const tool = await findToolById(db, asked, callerId);
  return tool === null ? null : { by: "id", id: tool.id };
}

async function byName(db: Database, callerId: string, asked: string): Promise<Resolved> {
  const readings = readingsOf(asked);
  const asReadings: Reading[] = readings.map(({ name, agent }) => ({ name, agent }));
  const found = readings.length === 0 ? [] : await selectVersionsMeant(db, asReadings, callerId, HUB_AGENT, MAX_MEANT);
  // The shortest reading that leads anywhere: a name may itself hold what divides an agent from a name.
  for (const reading of readings) {
    const fitting = found.filter((version) => fits(version, reading));
    if (fitting.length > 0) return theOne(fitting, reading, callerId, asked);
  }
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Unknown tool: ${asked.slice(0, 200)}`, {
    code: "not_found",
    hint: "search_tools finds tools; tools/list names those that are listed.",
  });
}

function fits(version: Meant, reading: MeantTool): boolean {
  if (version.name !== reading.name) return false;
  if (reading.version !== null && matchVersions([version], reading.version).length === 0) return false;
  return reading.agent === null || reading.agent === version.agentId || reading.agent === version.agentName;
}

function theOne(versions: readonly Meant[], reading: MeantTool, callerId: string, asked: string): Resolved {
  const holders = [...new Set(versions.map(({ agentId }) => agentId))];
  const holder = bareHolder(holders, callerId);
  if (holder === null) throw ambiguous(versions, asked);
  const [one] = latestVersions(versions.filter(({ agentId }) => agentId === holder));
  if (one === undefined) throw ambiguous(versions, asked);
  return { by: "name", id: one.id, agentId: one.agentId, name: one.name, range: reading.version };
}

function ambiguous(versions: readonly Meant[], asked: string): ProtocolError {
  const candidates = latestVersions(versions)
    .slice(0, MAX_CANDIDATES)
    .map(({ id, name, agentId, agentName, version }) => ({
      name: `${agentId}/${name}`,
      toolId: id,
      agentName,
      version,
    }));
  const message = `Several agents have a tool "${asked.slice(0, 200)}". Call one of: ${candidates.map(({ name }) => name).join(", ")}.`;
  return new ProtocolError(ProtocolErrorCode.InvalidParams, message, { code: "ambiguous_tool", candidates });
}
