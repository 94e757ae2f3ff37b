// Resources of MCP servers among those of the whole hub. A URI means something at its server alone, so here it is taken as it
// is only where one server of the caller's, or else one public server, lists it. Under
// `nexus://servers/{serverId}/resources/{uri}` each can be read, listed or not.

import { isSpecType, type Resource, type ResourceTemplateType } from "@modelcontextprotocol/server";
import type { Principal } from "../../keys/principal.ts";
import type { Across } from "../../servers/across-servers.ts";
import { holderOfName, listAcross } from "../../servers/across-servers.ts";
import { serverThereFor } from "../../servers/ask-server.ts";
import type { Services } from "../../services.ts";
import { askLive } from "../servers/ask-live.ts";
import { stateOfServerResource } from "../servers/resource-state.ts";
import type { Answers, CallContext, Page } from "../surface.ts";

const OWN = { kind: "resource", whose: "own" } as const;
const QUALIFIED = /^nexus:\/\/servers\/(srv_[\w-]{1,64})\/resources\/([^/?#]+)$/;
/** No resource of a server has a URI here by its own name. */
const HUBS_OWN = "nexus://";

export const SERVER_RESOURCE: ResourceTemplateType = {
  uriTemplate: "nexus://servers/{serverId}/resources/{uri}",
  name: "server-resource",
  description:
    "A resource of an MCP server of yours or of a public one, by the URI that it has there, percent-encoded.",
};

/** The caller's own servers' resources. */
export async function listServerResources(
  services: Services,
  { agentId }: Principal,
  asked: { readonly limit: number; readonly cursor: string },
): Promise<Page<"resources", Resource>> {
  const page = await listAcross(services, agentId, OWN, asked);
  return {
    resources: page.found.flatMap(presentResource),
    ...(page.nextCursor !== null && { nextCursor: page.nextCursor }),
    ...(page.staleSince !== null && { staleSince: page.staleSince }),
  };
}

/** The answer of the server whose it is; null where nobody's is meant. */
export async function readServerResource(
  services: Services,
  caller: Principal,
  { uri, ...answers }: { readonly uri: string } & Answers,
  context: CallContext,
) {
  const meant = await resourceMeant(services, caller, uri);
  if (meant === null) return null;
  const server = await serverThereFor(services, meant.serverId, caller.agentId);
  if (server === null) return null;
  const read = askLive(services, caller, server)("resources/read", isSpecType.ReadResourceResult);
  return read({ ...answers, uri: meant.uri }, context);
}

export async function serverResourceState(services: Services, caller: Principal, uri: string): Promise<string | null> {
  const meant = await resourceMeant(services, caller, uri);
  if (meant === null) return null;
  const server = await serverThereFor(services, meant.serverId, caller.agentId);
  return server && stateOfServerResource(services, server, meant.uri);
}

async function resourceMeant(services: Services, { agentId }: Principal, asked: string) {
  const [, serverId, encoded] = QUALIFIED.exec(asked) ?? [];
  if (serverId !== undefined && encoded !== undefined) {
    const uri = decoded(encoded);
    return uri === null ? null : { serverId, uri };
  }
  if (asked.startsWith(HUBS_OWN)) return null;
  const holder = await holderOfName(services, agentId, "resource", asked);
  return holder.is === "one" ? { serverId: holder.serverId, uri: asked } : null;
}

function presentResource({ serverId, name: uri, isBare, definition }: Across): Resource[] {
  if (!isSpecType.Resource(definition)) return [];
  const isGiven = isBare && !uri.startsWith(HUBS_OWN);
  return [
    {
      ...definition,
      ...(!isGiven && { uri: `nexus://servers/${serverId}/resources/${encodeURIComponent(uri)}` }),
      _meta: { ...definition._meta, "nxscall.com/serverId": serverId },
    },
  ];
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
