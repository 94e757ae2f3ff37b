// From an endpoint to its surface for one caller. A new kind of endpoint is one more case here.

import type { Principal } from "../keys/principal.ts";
import type { Services } from "../services.ts";
import { openBoxSurface } from "./boxes/box-surface.ts";
import { type Endpoint, endpointName } from "./endpoint.ts";
import { openHubSurface } from "./hub/hub-surface.ts";
import { sealedSurface } from "./sealed-surface.ts";
import { openServerSurface } from "./servers/server-surface.ts";
import type { Surface } from "./surface.ts";

/** Throws the problem `not_found` where the caller has no such endpoint. */
export async function openSurface(services: Services, caller: Principal, endpoint: Endpoint): Promise<Surface> {
  const owner = { agentId: caller.agentId, endpoint: endpointName(endpoint) };
  return sealedSurface(await open(services, caller, endpoint), services.env.MASTER_KEYS, owner);
}

async function open(services: Services, caller: Principal, endpoint: Endpoint): Promise<Surface> {
  switch (endpoint.kind) {
    case "hub":
      return openHubSurface(services, caller, endpoint);
    case "box":
      return openBoxSurface(services, caller, endpoint.id);
    case "server":
      return openServerSurface(services, caller, endpoint.id);
  }
}
