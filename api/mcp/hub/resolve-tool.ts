// From what a client calls a tool to the tool: one read, remembered for 5 s as the tool itself is.

import { ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/server";
import type { Database } from "../../platform/database.ts";
import { recentFor } from "../../platform/recent.ts";
import { findToolById } from "../../tools/find-tool.ts";
import { latestVersions } from "../../tools/match-versions.ts";
import type { NamedVersion, Reading } from "./store.ts";
import { selectVersionsMeant } from "./store.ts";
import { bareHolder, HUB_AGENT, type MeantTool, readingsOf } from "./tool-names.ts";

const MAX_MEANT = 500;
const MAX_CANDIDATES = 20;

type Meant = NamedVersion & { readonly agentName: string };

const remembered = recentFor<string>(5_000, 5_000);

/** The id of the tool that is meant. Throws the JSON-RPC error -32602, with the candidates where there are several. */
export async function resolveTool(db: Database, callerId: string, asked: string): Promise<string> {
  const recent = remembered(db);
  const key = `${callerId} ${asked}`;
  const known = recent.get(key);
  if (known !== undefined) return known;
  const id = (await byId(db, asked)) ?? (await byName(db, callerId, asked));
  recent.set(key, id);
  return id;
}

async function byId(db: Database, asked: string): Promise<string | null> {
  return /^tool_[\w-]{1,64}$/.test(asked) ? ((await findToolById(db, asked))?.id ?? null) : null;
}

async function byName(db: Database, callerId: string, asked: string): Promise<string> {
  const readings = readingsOf(asked);
  const asReadings: Reading[] = readings.map(({ name, agent }) => ({ name, agent }));
  const found =
    readings.length === 0 ? [] : await selectVersionsMeant(db, asReadings, [callerId, HUB_AGENT], MAX_MEANT);
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
  if (reading.version !== null && version.version !== reading.version) return false;
  return reading.agent === null || reading.agent === version.agentId || reading.agent === version.agentName;
}

function theOne(versions: readonly Meant[], reading: MeantTool, callerId: string, asked: string): string {
  const holders = [...new Set(versions.map(({ agentId }) => agentId))];
  const holder = bareHolder(holders, callerId);
  if (holder === null) throw ambiguous(versions, asked);
  const own = versions.filter(({ agentId }) => agentId === holder);
  const [one] = reading.version === null ? latestVersions(own) : own;
  if (one === undefined) throw ambiguous(versions, asked);
  return one.id;
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
