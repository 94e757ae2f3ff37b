// What imported tools are called on the hub: as their server calls them where the agent has no other tool of that name,
// otherwise with the server's name in front. A name never depends on what else the server has, but for the rare case
// that two of its names differ only in characters that the hub's names do not have.

import type { Database } from "../platform/database.ts";
import { hashOf } from "../tools/definition.ts";
import { selectNamesTaken } from "../tools/insert-imported.ts";
import type { Server } from "./server.ts";

const MAX_CHARS = 128;
const VERSION = "1.0.0";

/** A name for each of the server's, all different and none of them taken. */
export async function nameTools(
  db: Database,
  server: Pick<Server, "agentId" | "name">,
  names: readonly string[],
): Promise<Map<string, string>> {
  const candidates = await Promise.all(names.map((name) => candidatesFor(server.name, name)));
  const taken = await selectNamesTaken(db, server.agentId, candidates.flat(), VERSION);
  const given = new Map<string, string>();
  for (const [index, name] of names.entries()) {
    const free = candidates[index]?.find((candidate) => !taken.has(candidate)) ?? name;
    taken.add(free);
    given.set(name, free);
  }
  return given;
}

async function candidatesFor(serverName: string, name: string): Promise<string[]> {
  const plain = name.replaceAll(/[^A-Za-z0-9_.-]/g, "_").slice(0, MAX_CHARS);
  const prefixed = `${serverName}__${plain}`.slice(0, MAX_CHARS);
  const mark = `_${(await hashOf([serverName, name])).slice(0, 12)}`;
  return [plain, prefixed, `${prefixed.slice(0, MAX_CHARS - mark.length)}${mark}`];
}
