// Whether a resource of an upstream server is as it was: listed as it was, and not updated as far as its server says.

import { mayBeOfTemplate, stateOfDefinitions } from "../../servers/list-definitions.ts";
import type { Server } from "../../servers/server.ts";
import { followResource, tellsOfUpdates } from "../../servers/watch-servers.ts";
import type { Services } from "../../services.ts";

/** As long as one that is listed may be. */
const MAX_URI_CHARS = 2_048;

/** Null where the server has no such resource, or where a change of it could not be told. */
export async function stateOfServerResource(services: Services, server: Server, uri: string): Promise<string | null> {
  if (uri.length > MAX_URI_CHARS) return null;
  const tells = tellsOfUpdates(server);
  const listed = await stateOfDefinitions(services, server.id, { kinds: ["resource"], name: uri });
  if (!tells) return listed;
  if (listed === null && !(await mayBeOfTemplate(services, server.id, uri))) return null;
  return `${listed ?? "not listed"} ${await followResource(services, server.id, uri)}`;
}
