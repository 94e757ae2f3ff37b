// `/mcp/v1`: what the calling agent may see of the whole hub. How the tools are listed:
//
//   all    the hub's own tools, then every tool of the registry, in pages
//   few    the hub's own tools alone: search_tools, describe_tool and call_tool lead to all others
//   auto   all, as long as the registry has at most 100 for the caller; beyond that, few
//
// With the hub's own come the workflows that the caller has exposed as tools. Those for handoffs are listed only to who takes
// part in them.
//
// What is listed says nothing about what can be called: a client that knows a tool's name or id calls it directly.

import type { Tool as McpTool } from "@modelcontextprotocol/server";
import { takesPart } from "../../handoffs/takes-part.ts";
import { version } from "../../http/health.ts";
import type { Principal } from "../../keys/principal.ts";
import type { Scope } from "../../keys/scopes.ts";
import { selectChanges } from "../../platform/changes-store.ts";
import { watchServersOf } from "../../servers/watch-servers.ts";
import type { Services } from "../../services.ts";
import { forgetExposed } from "../../workflows/find-workflow.ts";
import type { Endpoint } from "../endpoint.ts";
import { requireInvokeScope } from "../require-scope.ts";
import type { Subject, Surface, Tools } from "../surface.ts";
import { callRegistered } from "./call-registered.ts";
import { changesOfAll } from "./changes-of-all.ts";
import { completeHub } from "./complete.ts";
import { DISCOVERY_TOOLS } from "./discovery-tools.ts";
import { HANDOFF_TOOLS } from "./handoff-tools.ts";
import { callWorkflow, type Exposed, exposedAs, exposedWorkflows, presentWorkflow } from "./exposed-workflows.ts";
import { listTools } from "./list-tools.ts";
import { callOwnTool, type OwnTool } from "./own-tool.ts";
import { hubPrompts, promptsState } from "./prompts.ts";
import { resolveTool } from "./resolve-tool.ts";
import { hubResources, resourcesState, resourceState } from "./resources.ts";
import { runTasks, taskState } from "./run-tasks.ts";
import { countListed } from "./store.ts";
import { WORKFLOW_TOOLS } from "./workflow-tools.ts";

/** With more tools than this a model would read for long before it begins. */
const MANY_TOOLS = 100;
const CACHE = { ttlMs: 5_000, scope: "private" } as const;

const OWN_TOOLS: ReadonlyMap<string, OwnTool> = new Map(
  [...DISCOVERY_TOOLS, ...WORKFLOW_TOOLS, ...HANDOFF_TOOLS].map((tool) => [tool.definition.name, tool]),
);

/** What calling a tool of this name takes besides `tools:invoke`, where it is the endpoint's own. */
export function scopeOfOwnTool(name: string): Scope | undefined {
  return OWN_TOOLS.get(name)?.scope;
}

const INSTRUCTIONS =
  "NexusCall is a hub of tools that agents offer each other. Where a tool is not listed, find it with search_tools, " +
  "read it with describe_tool, call it with call_tool. workflow_check, workflow_create and workflow_run compose tools.";

type HubEndpoint = Extract<Endpoint, { kind: "hub" }>;

export function openHubSurface(services: Services, caller: Principal, endpoint: HubEndpoint): Surface {
  return {
    serverInfo: { name: "nexuscall", title: "NexusCall", version },
    instructions: INSTRUCTIONS,
    tools: hubTools(services, caller, endpoint),
    resources: hubResources(services, caller),
    prompts: hubPrompts(services, caller),
    tasks: runTasks(services, caller),
    complete: (asked, context) => completeHub(services, caller, asked, context),
    stateOf: (subject) => stateOf(services, caller, subject),
  };
}

function hubTools(services: Services, caller: Principal, { tools }: HubEndpoint): Tools {
  const { db } = services;
  return {
    list: async (cursor) => {
      // Never from memory: who was told of a change reads the new list.
      forgetExposed(db, caller.agentId);
      const exposed = await exposedTo(db, caller);
      const own = cursor === undefined ? firstOf(exposed, await takesPart(db, caller.agentId)) : [];
      const isFew = tools === "few" || (tools === "auto" && (await hasMany(services, caller.agentId)));
      // A client that pages on began with the whole list.
      if (isFew && cursor === undefined) return { tools: own, cache: CACHE };
      const page = await listTools(db, caller.agentId, cursor, (name) => OWN_TOOLS.has(name) || exposed.has(name));
      return { ...page, tools: [...own, ...page.tools], cache: CACHE };
    },
    call: async ({ name, arguments: args, task, ...answers }, context) => {
      requireInvokeScope(caller);
      const exposed = () => exposedTo(db, caller);
      const asked = { services, caller, arguments: args, answers, context, task, exposed };
      const own = OWN_TOOLS.get(name);
      if (own !== undefined) return callOwnTool(own, asked);
      const workflow = exposedAs(await exposed(), name);
      if (workflow !== null) return callWorkflow(asked, workflow);
      const toolId = await resolveTool(db, caller.agentId, name);
      return callRegistered(services, caller, { toolId, arguments: args, answers }, context);
    },
  };
}

function exposedTo(db: Services["db"], { agentId }: Principal): Promise<Exposed> {
  return exposedWorkflows(db, agentId, (name) => OWN_TOOLS.has(name));
}

/** What every list begins with. */
function firstOf(exposed: Exposed, isPart: boolean): McpTool[] {
  const listed = isPart ? [...OWN_TOOLS.values()] : [...DISCOVERY_TOOLS, ...WORKFLOW_TOOLS];
  const own = listed.map(({ definition }) => definition);
  return [...own, ...[...exposed].map(([name, workflow]) => presentWorkflow(name, workflow))];
}

async function hasMany({ db }: Services, callerId: string): Promise<boolean> {
  return (await countListed(db, callerId, MANY_TOOLS + 1)) > MANY_TOOLS;
}

async function stateOf(services: Services, caller: Principal, subject: Subject): Promise<string | null> {
  if ("uri" in subject) return resourceState(services, caller, subject);
  if ("task" in subject) return taskState(runTasks(services, caller), subject.task);
  await watchServersOf(services, caller.agentId);
  if (subject.list === "prompts") return promptsState(services, caller);
  if (subject.list === "resources") return resourcesState(services, caller);
  const { db } = services;
  const workflows = await selectChanges(db, { what: "workflows", agentId: caller.agentId });
  return JSON.stringify([await changesOfAll(db, "tools"), workflows]);
}
