// Whether a resource of an upstream server is as it was: listed as it was, and not updated as far as its server says.

import { stateOfDefinitions } from "../../servers/list-definitions.ts";
import type { Server } from "../../servers/server.ts";
import { followResource } from "../../servers/watch-servers.ts";
import type { Services } from "../../services.ts";

/** Null where the server lists no such resource. */
export async function stateOfServerResource(services: Services, server: Server, uri: string): Promise<string | null> {
  const listed = await stateOfDefinitions(services, server.id, { kinds: ["resource"], name: uri });
  return listed === null ? null : `${listed} ${await followResource(services, server, uri)}`;
}
