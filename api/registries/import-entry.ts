// A server that a registry lists becomes one of the hub's, by the same door as any other.

import { Problem } from "../http/problem.ts";
import { invalidRequest } from "../http/validation.ts";
import type { Egress } from "../relay/egress.ts";
import { registerServer } from "../servers/register-server.ts";
import type { Server } from "../servers/server.ts";
import type { Services } from "../services.ts";
import type { ProviderAuth } from "../tools/credentials.ts";
import { type Filling, fillRemote, unreachableBecause } from "./fill-remote.ts";
import type { RegistryEntry, Remote } from "./registry.ts";

export interface ImportRequest extends Filling {
  /** What the hub is to call it; undefined: the last part of its name. */
  readonly name?: string | undefined;
  /** Its place among the server's remotes; undefined: the first that the hub can reach. */
  readonly remote?: number | undefined;
  readonly isPublic: boolean;
  /** Instead of what the remote's headers ask for. */
  readonly auth: ProviderAuth | undefined;
}

/** Throws the problem `entry_not_usable`, `invalid_request`, and what `registerServer` throws. */
export async function importEntry(
  services: Services,
  agentId: string,
  entry: RegistryEntry,
  { name, remote: place, auth, isPublic, ...filling }: ImportRequest,
): Promise<Server> {
  if (entry.status === "deleted") {
    throw new Problem("entry_not_usable", `Its registry has deleted "${entry.name}".`);
  }
  const remote = remoteOf(entry, place, services.env.EGRESS);
  const filled = fillRemote(remote, filling, auth);
  if (!filled.ok) throw invalidRequest(filled.faults);
  const request = { name: name ?? nameOf(entry), url: filled.url, isPublic };
  return registerServer(services, agentId, request, filled.auth);
}

function remoteOf({ name, remotes }: RegistryEntry, place: number | undefined, egress: Egress): Remote {
  const remote = place === undefined ? remotes.find((one) => unreachableBecause(one, egress) === null) : remotes[place];
  if (remote === undefined && place !== undefined) {
    const message = `"${name}" has ${remotes.length} remotes, counted from 0.`;
    throw invalidRequest([{ code: "invalid_value", pointer: "/remote", message }]);
  }
  const reason =
    remote === undefined ? `"${name}" has no remote that this hub can reach.` : unreachableBecause(remote, egress);
  if (remote === undefined || reason !== null) throw new Problem("entry_not_usable", reason ?? "");
  return remote;
}

/** As long as a server's name may be, and in its letters. */
function nameOf({ name }: RegistryEntry): string {
  return name.slice(name.indexOf("/") + 1).slice(0, 64);
}
