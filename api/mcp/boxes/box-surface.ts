// `/mcp/v1/boxes/:id`: the tools of one toolbox, under the names that they have in it, and nothing else.

import { ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/server";
import { Problem } from "../../http/problem.ts";
import type { Principal } from "../../keys/principal.ts";
import { watchServers } from "../../servers/watch-servers.ts";
import type { Services } from "../../services.ts";
import { findToolbox, forgetToolbox } from "../../toolboxes/find-toolbox.ts";
import type { Toolbox } from "../../toolboxes/toolbox.ts";
import type { Tool } from "../../tools/tool.ts";
import { callRegistered } from "../hub/call-registered.ts";
import { presentTool } from "../hub/present-tool.ts";
import { requireInvokeScope } from "../require-scope.ts";
import type { Surface } from "../surface.ts";
import { forgetOpened, openedTools } from "./opened-tools.ts";

const CACHE = { ttlMs: 5_000, scope: "private" } as const;

/** Throws the problem `not_found` where the caller may use no toolbox of this id. */
export async function openBoxSurface(services: Services, caller: Principal, id: string): Promise<Surface> {
  const toolbox = await findToolbox(services.db, id, caller.agentId);
  if (toolbox === null) throw new Problem("not_found", "You have no toolbox of this id, and there is no public one.");
  return {
    serverInfo: { name: `nexuscall/${toolbox.id}`, title: toolbox.name, version: toolboxVersion(toolbox) },
    ...(toolbox.description !== "" && { instructions: toolbox.description }),
    tools: {
      // At most as many as a box has entries, so all of them in one page.
      list: async () => {
        const tools = await listedNow(services, caller, id);
        return { tools: tools.flatMap(([name, tool]) => presentTool(tool, name) ?? []), cache: CACHE };
      },
      call: async ({ name, arguments: args, ...answers }, context) => {
        requireInvokeScope(caller);
        const tool = (await openedTools(services.db, toolbox, caller.agentId)).get(name);
        if (tool === undefined) throw unknown(name);
        return callRegistered(services, caller, { toolId: tool.id, arguments: args, answers }, context);
      },
    },
    stateOf: async (subject) => ("list" in subject ? stateOf(services, caller, id) : null),
  };
}

/** Each change may take a name away from those who use the box, hence a major version of its own. */
export function toolboxVersion({ version }: Pick<Toolbox, "version">): string {
  return `${version}.0.0`;
}

/** Never from memory: who was told of a change reads the new list. */
async function listedNow({ db }: Services, caller: Principal, id: string): Promise<[string, Tool][]> {
  forgetToolbox(db, id);
  const toolbox = await findToolbox(db, id, caller.agentId);
  if (toolbox === null) return [];
  forgetOpened(db, toolbox);
  return [...(await openedTools(db, toolbox, caller.agentId))];
}

/** The box may have changed since the surface was opened; one that is gone has nothing. */
async function stateOf(services: Services, caller: Principal, id: string): Promise<string> {
  const { db } = services;
  const toolbox = await findToolbox(db, id, caller.agentId);
  const tools = toolbox === null ? [] : [...(await openedTools(db, toolbox, caller.agentId))];
  await watchServers(
    services,
    tools.flatMap(([, { upstream }]) => upstream?.serverId ?? []),
  );
  return JSON.stringify(tools.map(([name, tool]) => [name, tool.id, tool.updatedAt]));
}

function unknown(name: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, `Unknown tool: ${name.slice(0, 200)}`, {
    code: "not_found",
    hint: "tools/list names the tools of this box.",
  });
}
