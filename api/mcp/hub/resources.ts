// What the hub keeps, as resources: `nexus://tools/…`, `nexus://workflows/…`, `nexus://runs/…`, `nexus://invocations/…`; and with
// them those of MCP servers.

import { ResourceNotFoundError } from "@modelcontextprotocol/server";
import type { ReadResourceResult, Resource, ResourceTemplateType } from "@modelcontextprotocol/server";
import { readCursor, readPage } from "../../http/page.ts";
import { readInvocation } from "../../invocations/read-invocation.ts";
import type { Principal } from "../../keys/principal.ts";
import { selectChanges } from "../../platform/changes-store.ts";
import { readRun } from "../../runs/read-run.ts";
import type { Run } from "../../runs/run.ts";
import { largeOutputs } from "../../runs/whole-output.ts";
import { FIRST_CURSOR, isAcrossCursor } from "../../servers/across-servers.ts";
import type { Services } from "../../services.ts";
import { definitionHash } from "../../tools/definition.ts";
import { findToolById } from "../../tools/find-tool.ts";
import { findOwnWorkflow, findOwnWorkflows } from "../../workflows/find-workflow.ts";
import { answerable } from "./run-result.ts";
import type { Resources } from "../surface.ts";
import { listServerResources, readServerResource, SERVER_RESOURCE, serverResourceState } from "./server-resources.ts";

const PAGE_ROWS = 100;
const JSON_TYPE = "application/json";

type Read = (services: Services, caller: Principal, id: string) => Promise<unknown>;

interface Kind {
  readonly template: ResourceTemplateType;
  readonly pattern: RegExp;
  /** Null where the caller has none of this id. */
  readonly read: Read;
  /** Something else as soon as that is, which takes no more than to look. */
  readonly look: Read;
}

function kind(path: string, name: string, description: string, read: Read, look = read): Kind {
  const template = { uriTemplate: `nexus://${path}`, name, description, mimeType: JSON_TYPE };
  const pattern = new RegExp(`^nexus://${path.replace(/\{\w+\}/, "([\\w-]{1,64})")}$`);
  return { template, pattern, read, look };
}

const KINDS: readonly Kind[] = [
  kind("tools/{toolId}", "tool", "A tool: what it does, whose it is, its version and definition's hash.", readTool),
  kind("tools/{toolId}/schema", "tool-schema", "The schemas of a tool's arguments and result.", readToolSchema),
  kind("workflows/{workflowId}", "workflow", "A workflow of yours, with its definition.", (services, caller, id) =>
    findOwnWorkflow(services.db, id, caller.agentId),
  ),
  kind("runs/{runId}", "run", "A run of yours as it stands now, step by step.", readRun),
  kind("runs/{runId}/result", "run-result", "What a run came to.", readRunResult, lookAtRunResult),
  kind("invocations/{invocationId}", "invocation", "A call that you made or answered.", (services, caller, id) =>
    readInvocation(services, caller.agentId, id),
  ),
];

export function hubResources(services: Services, caller: Principal): Resources {
  return {
    list: (cursor) => listResources(services, caller, cursor),
    listTemplates: async () => ({
      resourceTemplates: [...KINDS.map(({ template }) => template), SERVER_RESOURCE],
      cache: { ttlMs: 60 * 60_000, scope: "public" },
    }),
    read: async (asked, context) => {
      const { uri } = asked;
      const found = await readUri(services, caller, { uri, by: "read" });
      if (found !== null) return contentsOf(uri, found);
      const answer = await readServerResource(services, caller, asked, context);
      if (answer === null) throw new ResourceNotFoundError(uri);
      return answer;
    },
  };
}

/** The resource as it is now, as text; null where there is none, so that a change of it can be told. */
export async function resourceState(
  services: Services,
  caller: Principal,
  { uri }: { readonly uri: string },
): Promise<string | null> {
  const found = await readUri(services, caller, { uri, by: "look" });
  return found === null ? serverResourceState(services, caller, uri) : JSON.stringify(found);
}

/** Another text as soon as the list of resources is another one, however long it is. */
export async function resourcesState({ db }: Services, { agentId }: Principal): Promise<string> {
  return JSON.stringify([
    await selectChanges(db, { what: "workflows", agentId }),
    await selectChanges(db, { what: "servers", agentId }),
  ]);
}

async function readUri(
  services: Services,
  caller: Principal,
  { uri, by }: { readonly uri: string; readonly by: "read" | "look" },
): Promise<unknown> {
  for (const one of KINDS) {
    const [, id] = one.pattern.exec(uri) ?? [];
    if (id !== undefined) return one[by](services, caller, id);
  }
  return null;
}

/**
 * The caller's workflows, newest first, then what its MCP servers list. Tools are many and have lists of their own; runs have
 * theirs with the workflow.
 */
async function listResources(services: Services, caller: Principal, cursor: string | undefined) {
  if (cursor !== undefined && isAcrossCursor(cursor)) {
    return listServerResources(services, caller, { limit: PAGE_ROWS, cursor });
  }
  const { resources, nextCursor } = await listWorkflowResources(services, caller, cursor);
  if (nextCursor !== null) return { resources, nextCursor };
  const room = PAGE_ROWS - resources.length;
  if (room === 0) return { resources, nextCursor: FIRST_CURSOR };
  const page = await listServerResources(services, caller, { limit: room, cursor: FIRST_CURSOR });
  return { ...page, resources: [...resources, ...page.resources] };
}

async function listWorkflowResources(services: Services, caller: Principal, cursor: string | undefined) {
  const position = readCursor(cursor);
  const { rows, nextCursor } = await readPage(PAGE_ROWS, (limit) =>
    findOwnWorkflows(services.db, caller.agentId, { limit, position }),
  );
  const resources: Resource[] = rows.map(({ id, name, description, updatedAt }) => ({
    uri: `nexus://workflows/${id}`,
    name,
    ...(description !== "" && { description }),
    mimeType: JSON_TYPE,
    annotations: { lastModified: updatedAt },
  }));
  return { resources, nextCursor };
}

async function readTool({ db }: Services, { agentId: viewerId }: Principal, id: string): Promise<unknown> {
  const tool = await findToolById(db, id, viewerId);
  if (tool === null) return null;
  const { name, description, version, agentId, tags, status, updatedAt } = tool;
  return {
    id,
    name,
    description,
    version,
    agentId,
    tags,
    status,
    updatedAt,
    definitionHash: await definitionHash(tool),
  };
}

async function readToolSchema({ db }: Services, { agentId: viewerId }: Principal, id: string): Promise<unknown> {
  const tool = await findToolById(db, id, viewerId);
  return tool && { toolId: id, inputSchema: tool.inputSchema, outputSchema: tool.outputSchema };
}

async function readRunResult(services: Services, caller: Principal, id: string): Promise<unknown> {
  const found = await readRun(services, caller, id);
  if (found === null) return null;
  return resultOf(await answerable(services, caller, found));
}

/** Nothing that is kept elsewhere of it is read: a value has its place for good. */
async function lookAtRunResult(services: Services, caller: Principal, id: string): Promise<unknown> {
  const found = await readRun(services, caller, id);
  return found && resultOf(found);
}

function resultOf(run: Run) {
  const { id: runId, status, output, error } = run;
  return { runId, status, output, error, largeValues: largeOutputs(run) };
}

function contentsOf(uri: string, value: unknown): ReadResourceResult {
  return { contents: [{ uri, mimeType: JSON_TYPE, text: JSON.stringify(value) }] };
}
