// Who may connect to serve, and as which MCP server: one of the agent's own, by its name.

import { Problem } from "../../http/problem.ts";
import { refuseAtQuota } from "../../http/quota.ts";
import type { Principal } from "../../keys/principal.ts";
import { newId } from "../../platform/ids.ts";
import { isAgentEndpoint } from "../../relay/mcp/agent-link.ts";
import type { Services } from "../../services.ts";
import { serverQuota } from "../register-server.ts";
import { selectServerByName } from "../store.ts";
import type { Whose } from "./agent-journal.ts";

const NAME = /^[A-Za-z0-9_.-]{1,64}$/;

/** The server of this name; a new id where there is none yet. Throws the problem that says why not. */
export async function servedBy({ db }: Services, { agentId }: Principal, name: string): Promise<Whose> {
  if (!NAME.test(name)) {
    const message = "A server's name has 1 to 64 of A-Z a-z 0-9 _ . -";
    throw new Problem("invalid_parameter", `?serve=: ${message}`, {
      errors: [{ code: "invalid_value", pointer: "/query/serve", message }],
    });
  }
  const server = await selectServerByName(db, agentId, name);
  if (server === null) {
    await refuseAtQuota(serverQuota(db, agentId));
    return { serverId: newId("srv"), agentId, name };
  }
  if (isAgentEndpoint(server.url)) return { serverId: server.id, agentId, name };
  const detail = `Your MCP server "${name}" has a URL, by which the hub calls it. Serve under another name, or remove that one.`;
  throw new Problem("server_exists", detail);
}
