// Registering a tool: what the contract's shapes cannot say is checked here, all faults at once.

import type { Json } from "../../engine/json.ts";
import { schemaFaults } from "../../engine/schema/validator.ts";
import type { FieldCode } from "../http/problem-codes.ts";
import { Problem } from "../http/problem.ts";
import type { FieldFault } from "../http/problem.ts";
import { type Quota, storeWithin } from "../http/quota.ts";
import { badSchema } from "../http/schema-faults.ts";
import { invalidRequest } from "../http/validation.ts";
import { nowIso } from "../platform/clock.ts";
import { isUniqueViolation } from "../platform/database.ts";
import type { Database } from "../platform/database.ts";
import { newId } from "../platform/ids.ts";
import { egressFault } from "../relay/egress.ts";
import type { Services } from "../services.ts";
import { authFaults, type ProviderAuth, sealAuth } from "./credentials.ts";
import { countTools, insertTool } from "./store.ts";
import type { Tool } from "./tool.ts";

type Given =
  | "id"
  | "agentId"
  | "protocol"
  | "authType"
  | "authConfig"
  | "isPublic"
  | "status"
  | "deprecatedAt"
  | "successorId"
  | "upstream"
  | "createdAt"
  | "updatedAt";

export type ToolRequest = Omit<Tool, Given> & {
  /** No part of the tool itself: nobody who calls it reads it. */
  readonly readme: string;
};

/** What so many more tools count against. */
export function toolQuota(db: Database, agentId: string, more: number): Quota {
  return { kind: "tools", count: countTools(db, agentId), more };
}

/** Stores the tool. Throws the problem `invalid_request`, `credentials_unavailable`, `quota_reached` or `tool_exists`. */
export async function registerTool(
  services: Services,
  agentId: string,
  { readme, ...request }: ToolRequest,
  auth: ProviderAuth,
): Promise<Tool> {
  const faults = [...(await toolFaults(request, services.env.EGRESS)), ...authFaults(auth)];
  if (faults.length > 0) throw invalidRequest(faults);

  const now = nowIso();
  const id = newId("tool");
  const tool: Tool = {
    ...request,
    tags: [...new Set(request.tags)],
    id,
    agentId,
    protocol: "http",
    authType: auth.authType,
    authConfig: await sealAuth(services.env, { id, agentId }, auth),
    status: "active",
    deprecatedAt: null,
    successorId: null,
    isPublic: true,
    upstream: null,
    createdAt: now,
    updatedAt: now,
  };
  try {
    const { db } = services;
    await storeWithin(db, [toolQuota(db, agentId, 1)], insertTool(db, tool, readme));
  } catch (error) {
    throw isUniqueViolation(error) ? toolExists(tool) : error;
  }
  return tool;
}

export function toolExists({ name, version }: Tool): Problem {
  return new Problem(
    "tool_exists",
    `You have a tool "${name}" of version ${version} already. Take another version, or delete that one.`,
  );
}

type Undefinable<T> = { readonly [Field in keyof T]?: T[Field] | undefined };

/** What is wrong with those fields of a tool that are given. */
export async function toolFaults(
  { endpoint, inputSchema, outputSchema }: Undefinable<ToolRequest>,
  egress: Services["env"]["EGRESS"],
): Promise<FieldFault[]> {
  return [
    ...(endpoint === undefined ? [] : endpointFaults(endpoint, egress)),
    ...(await faultsOfSchema("inputSchema", inputSchema ?? null)),
    ...(await faultsOfSchema("outputSchema", outputSchema ?? null)),
  ];
}

function endpointFaults(endpoint: string, egress: Services["env"]["EGRESS"]): FieldFault[] {
  const message = egressFault(endpoint, egress);
  return message === null ? [] : [fault("egress_refused", "/endpoint", message)];
}

/** D1 takes 2 MB a row, and both schemas share one. */
const MAX_SCHEMA_CHARS = 200_000;

async function faultsOfSchema(field: string, schema: Json | null): Promise<FieldFault[]> {
  if (schema === null) return [];
  if (JSON.stringify(schema).length > MAX_SCHEMA_CHARS) {
    return [fault("too_large", `/${field}`, `A schema has at most ${MAX_SCHEMA_CHARS} characters as JSON.`)];
  }
  return badSchema(field, await schemaFaults(schema));
}

function fault(code: FieldCode, pointer: string, message: string): FieldFault {
  return { code, pointer, message };
}
