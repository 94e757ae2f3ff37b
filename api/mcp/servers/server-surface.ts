// `/mcp/v1/servers/:id`: one upstream MCP server alone, its tools under their own names, behind the hub's auth, limits
// and log. Lists come from what the hub keeps, so that a server that is slow or dead delays nobody; the rest is live.

import { isSpecType, ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/server";
import type { Principal } from "../../keys/principal.ts";
import { findServer } from "../../servers/ask-server.ts";
import { findServerTool, stateOfDefinitions } from "../../servers/list-definitions.ts";
import type { Server } from "../../servers/server.ts";
import { watchServer } from "../../servers/watch-servers.ts";
import type { Services } from "../../services.ts";
import { callRegistered } from "../hub/call-registered.ts";
import { requireInvokeScope } from "../require-scope.ts";
import type { Subject, Surface, Tools } from "../surface.ts";
import { askLive } from "./ask-live.ts";
import { lister, toolLister } from "./list-kept.ts";
import { stateOfServerResource } from "./resource-state.ts";

/** Throws the problem `not_found` where there is no such server. */
export async function openServerSurface(services: Services, caller: Principal, id: string): Promise<Surface> {
  const server = await findServer(services, id, caller.agentId);
  const { identity, name, instructions, capabilities } = server;
  const ask = askLive(services, caller, server);
  return {
    serverInfo: isSpecType.Implementation(identity) ? identity : { name, version: "0.0.0" },
    ...(instructions !== null && { instructions }),
    ...(capabilities["tools"] !== undefined && { tools: serverTools(services, caller, server) }),
    ...(capabilities["resources"] !== undefined && {
      resources: {
        list: lister(services, server, "resource", "resources", isSpecType.Resource),
        listTemplates: lister(services, server, "template", "resourceTemplates", isSpecType.ResourceTemplate),
        read: ask("resources/read", isSpecType.ReadResourceResult),
      },
    }),
    ...(capabilities["prompts"] !== undefined && {
      prompts: {
        list: lister(services, server, "prompt", "prompts", isSpecType.Prompt),
        get: ask("prompts/get", isSpecType.GetPromptResult),
      },
    }),
    ...(capabilities["completions"] !== undefined && {
      complete: ask.plain("completion/complete", isSpecType.CompleteResult),
    }),
    stateOf: (subject) => stateOf(services, server, subject),
  };
}

function serverTools(services: Services, caller: Principal, server: Server): Tools {
  return {
    list: toolLister(services, server),
    call: async ({ name, arguments: args, ...answers }, context) => {
      requireInvokeScope(caller);
      const toolId = await findServerTool(services, server.id, name);
      if (toolId === null) throw unknown(name);
      return callRegistered(services, caller, { toolId, arguments: args, answers }, context);
    },
  };
}

const KINDS = { tools: ["tool"], resources: ["resource", "template"], prompts: ["prompt"] } as const;

async function stateOf(services: Services, server: Server, subject: Subject): Promise<string | null> {
  if ("list" in subject) {
    await watchServer(services, server.id);
    return stateOfDefinitions(services, server.id, { kinds: KINDS[subject.list] });
  }
  return "uri" in subject ? stateOfServerResource(services, server, subject.uri) : null;
}

function unknown(name: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, `Unknown tool: ${name.slice(0, 200)}`, {
    code: "not_found",
    hint: "tools/list names the tools of this server.",
  });
}
