import type { Env } from "../../env.ts";
import type { AgentLink } from "../../relay/mcp/agent-link.ts";
import type { ConnectedAgent } from "./connected-agent.ts";

/** The object that holds the socket of the agent that serves as this MCP server. */
export function agentOf({ CONNECTED_AGENT }: Env, serverId: string): DurableObjectStub<ConnectedAgent> {
  return CONNECTED_AGENT.getByName(serverId);
}

/** The same, as what relays a request to the agent. */
export function linkOf(env: Env, serverId: string): AgentLink {
  const agent = agentOf(env, serverId);
  return {
    ask: (question, tell) => (tell === undefined ? agent.ask(question) : agent.ask(question, tell)),
    reply: (id, message) => agent.reply(id, message),
    giveUp: (id, reason) => agent.giveUp(id, reason),
  };
}
