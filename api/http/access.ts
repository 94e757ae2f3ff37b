// Who may call what: one table of all operations, and the middleware that holds them to it.

import type { MiddlewareHandler } from "hono";
import { createMiddleware } from "hono/factory";
import type { Scope } from "../keys/scopes.ts";
import { acceptedOr401, authenticationOf, refuseStandIn } from "./authentication.ts";
import type { AppEnv, KeyedEnv } from "./context.ts";
import { idempotent } from "./idempotent.ts";
import { refuseUnknownQuery } from "./known-query.ts";
import { Problem } from "./problem.ts";
import { readJson } from "./read-json.ts";

type Needed = Scope | "any key" | "the key itself";

/**
 * A scope that the key must have, or any valid key; a token or a session stands for its key, unless the key itself is
 * needed.
 * Operations that need no key are not in here.
 */
const ACCESS = {
  getAgent: "any key",
  updateAgent: "keys:write",
  createKey: "keys:write",
  listKeys: "any key",
  getKey: "any key",
  rotateKey: "keys:write",
  deleteKey: "keys:write",
  createToken: "the key itself",
  listGrants: "any key",
  deleteGrant: "any key",
  getSession: "any key",
  deleteSession: "any key",
  listSessions: "any key",
  endSession: "keys:write",
  endOtherSessions: "keys:write",
  registerTool: "tools:write",
  listTools: "any key",
  getTool: "any key",
  getToolSchema: "any key",
  getToolStats: "any key",
  listAgentTools: "any key",
  updateTool: "tools:write",
  replaceCredentials: "tools:write",
  deleteTool: "tools:write",
  registerServer: "tools:write",
  listServers: "any key",
  getServer: "any key",
  updateServer: "tools:write",
  deleteServer: "tools:write",
  refreshServer: "tools:write",
  listServerDefinitions: "any key",
  listServerChanges: "any key",
  approveServerChanges: "tools:write",
  rejectServerChanges: "tools:write",
  readServerResource: "tools:invoke",
  getServerPrompt: "tools:invoke",
  createRegistry: "tools:write",
  listRegistries: "any key",
  getRegistry: "any key",
  deleteRegistry: "tools:write",
  refreshRegistry: "tools:write",
  listRegistryEntries: "any key",
  importRegistryEntry: "tools:write",
  invokeTool: "tools:invoke",
  invokeBatch: "tools:invoke",
  listInvocations: "any key",
  getInvocation: "any key",
  getFeed: "any key",
  createSocketTicket: "any key",
  rotateCallbackSecret: "keys:write",
  listCallbacks: "any key",
  redeliverCallback: "tools:invoke",
  createToolbox: "tools:write",
  listToolboxes: "any key",
  getToolbox: "any key",
  replaceToolbox: "tools:write",
  deleteToolbox: "tools:write",
  createWorkflow: "workflows:write",
  checkWorkflow: "any key",
  planWorkflow: "any key",
  dryRunWorkflow: "any key",
  evaluateTemplate: "any key",
  listWorkflows: "any key",
  getWorkflow: "any key",
  replaceWorkflow: "workflows:write",
  listVersions: "any key",
  getVersion: "any key",
  restoreVersion: "workflows:write",
  diffVersions: "any key",
  deleteWorkflow: "workflows:write",
  exportWorkflow: "any key",
  importWorkflow: "workflows:write",
  publishWorkflow: "workflows:write",
  listTemplates: "any key",
  getTemplate: "any key",
  deleteTemplate: "workflows:write",
  instantiateTemplate: "workflows:write",
  listSlotTools: "any key",
  planTemplate: "any key",
  dryRunTemplate: "any key",
  listTemplateRatings: "any key",
  rateTemplate: "workflows:write",
  reportTemplate: "any key",
  executeWorkflow: "workflows:execute",
  listWorkflowRuns: "any key",
  listRuns: "any key",
  createWebhook: "workflows:execute",
  listWebhooks: "any key",
  listAllWebhooks: "any key",
  getWebhook: "any key",
  replaceWebhook: "workflows:execute",
  deleteWebhook: "workflows:execute",
  rotateWebhookSecret: "workflows:execute",
  listWebhookDeliveries: "any key",
  createSchedule: "workflows:execute",
  listSchedules: "any key",
  listAllSchedules: "any key",
  getSchedule: "any key",
  replaceSchedule: "workflows:execute",
  deleteSchedule: "workflows:execute",
  pauseSchedule: "workflows:execute",
  resumeSchedule: "workflows:execute",
  getRun: "any key",
  getRunEvents: "any key",
  getRunTimeline: "any key",
  getStepResult: "any key",
  getRunValue: "any key",
  bulkRuns: "workflows:execute",
  rerunRun: "workflows:execute",
  cancelRun: "workflows:execute",
  deleteRun: "workflows:execute",
  pauseRun: "workflows:execute",
  resumeRun: "workflows:execute",
  signalRun: "workflows:execute",
  createHandoff: "handoffs:write",
  listHandoffs: "any key",
  getHandoff: "any key",
  acceptHandoff: "handoffs:write",
  rejectHandoff: "handoffs:write",
  completeHandoff: "handoffs:write",
  failHandoff: "handoffs:write",
  cancelHandoff: "handoffs:write",
  deleteHandoff: "handoffs:write",
} as const satisfies Record<string, Needed>;

/** Operations whose answers hold a key or a token. */
const SECRET_ANSWERS: ReadonlySet<keyof typeof ACCESS> = new Set([
  "createKey",
  "rotateKey",
  "createToken",
  "createSocketTicket",
  "rotateCallbackSecret",
  "createWebhook",
  "rotateWebhookSecret",
] as const);

const MIB = 1_048_576;

/** Operations that take more than the usual 1 MiB, in bytes. A definition may have 10,000 steps. */
const LARGE_BODY_BYTES: Partial<Record<keyof typeof ACCESS, number>> = {
  createHandoff: 8 * MIB,
  createWorkflow: 4 * MIB,
  replaceWorkflow: 4 * MIB,
  checkWorkflow: 4 * MIB,
  importWorkflow: 4 * MIB,
  planWorkflow: 4 * MIB,
  dryRunWorkflow: 4 * MIB,
  executeWorkflow: 8 * MIB,
  rerunRun: 8 * MIB,
  signalRun: 8 * MIB,
};

/** What people write as YAML. */
const YAML_BODIES: ReadonlySet<keyof typeof ACCESS> = new Set(["importWorkflow"] as const);

/** Under these names /openapi.json describes how a caller shows who it is. */
const SCHEMES = ["apiKey", "apiKeyHeader", "session"] as const;

type Keyed = [
  MiddlewareHandler<KeyedEnv>,
  MiddlewareHandler<AppEnv>,
  MiddlewareHandler<KeyedEnv>,
  MiddlewareHandler<KeyedEnv>,
];

/** The part of a contract that is the same for every operation behind a key. */
export function keyed(operationId: keyof typeof ACCESS) {
  const needed: Needed = ACCESS[operationId];
  const scopes = isScope(needed) ? [needed] : [];
  const middleware: Keyed = [
    requireKey(needed),
    refuseUnknownQuery(operationId),
    readJson(LARGE_BODY_BYTES[operationId], YAML_BODIES.has(operationId)),
    idempotent(SECRET_ANSWERS.has(operationId) ? "key" : "agent"),
  ];
  return { operationId, security: SCHEMES.map((scheme) => ({ [scheme]: scopes })), middleware };
}

/** The same for an operation that anybody may call. */
export function open(operationId: string) {
  return { operationId, security: [], middleware: [refuseUnknownQuery(operationId), readJson()] };
}

function isScope(needed: Needed): needed is Scope {
  return needed !== "any key" && needed !== "the key itself";
}

function requireKey(needed: Needed) {
  return createMiddleware<KeyedEnv>(async (c, next) => {
    const caller = acceptedOr401(await authenticationOf(c));
    const { principal } = caller;
    if (needed === "the key itself") refuseStandIn(caller);
    if (isScope(needed) && !principal.scopes.includes(needed)) {
      throw new Problem("insufficient_scope", `This call needs a key with the scope "${needed}".`, {
        headers: { "WWW-Authenticate": `Bearer error="insufficient_scope", scope="${needed}"` },
      });
    }
    c.set("principal", principal);
    c.set("session", caller.by === "session" ? caller.session : null);
    c.set("shownUntil", caller.expiresAt);
    // A cache on the way may not know that X-API-Key makes an answer somebody's own.
    c.header("Cache-Control", "no-store");
    await next();
  });
}
