// `/mcp/v1`: what the calling agent may see of the whole hub.

import { version } from "../../http/health.ts";
import type { Principal } from "../../keys/principal.ts";
import type { Services } from "../../services.ts";
import type { Endpoint } from "../endpoint.ts";
import type { Subject, Surface, Tools } from "../surface.ts";
import { callRegistered } from "./call-registered.ts";
import { listTools } from "./list-tools.ts";
import { resolveTool } from "./resolve-tool.ts";
import { lastToolChange } from "./last-change.ts";

const CACHE = { ttlMs: 5_000, scope: "private" } as const;

export function openHubSurface(services: Services, caller: Principal, _endpoint: Endpoint): Surface {
  return {
    serverInfo: { name: "nexuscall", title: "NexusCall", version },
    tools: hubTools(services, caller),
    stateOf: (subject: Subject) => stateOf(services, subject),
  };
}

function hubTools(services: Services, caller: Principal): Tools {
  const { db } = services;
  return {
    list: async (cursor) => ({ ...(await listTools(db, caller.agentId, cursor, () => false)), cache: CACHE }),
    call: async ({ name, arguments: args }, context) => {
      const toolId = await resolveTool(db, caller.agentId, name);
      return callRegistered(services, caller, { toolId, arguments: args }, context);
    },
  };
}

async function stateOf({ db }: Services, subject: Subject): Promise<string | null> {
  return "list" in subject && subject.list === "tools" ? lastToolChange(db) : null;
}
