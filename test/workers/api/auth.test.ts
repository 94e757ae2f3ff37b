// The matrix that every operation runs through.

import { env } from "cloudflare:workers";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { SCOPES } from "../../../api/keys/scopes.ts";
import { generateApiKey } from "../../../api/platform/api-key.ts";
import { allow, newClient, requestOf } from "../oauth/flow.ts";
import { call, newAgent, newKey, newSession, newToken, newTool, newWorkflow } from "./hub.ts";
import type { Answer, TestAgent } from "./hub.ts";
import { changingServer, newServer } from "../servers/upstream.ts";
import { brought, newBox } from "../registries/registry-peer.ts";
import { operations, pathOf } from "./routes.ts";

const PUBLIC = [
  "getHealth",
  "getMetrics",
  "registerAgent",
  "getJwks",
  "createSession",
  "listRegistryServers",
  "listRegistryServerVersions",
  "getRegistryServerVersion",
  "receiveWebhook",
];
/** Operations that no token and no session opens: they take the key itself. */
const KEY_ITSELF = ["createToken"];
const keyed = operations.filter(({ scopes }) => scopes !== null);

/** A key as an attacker without the database could make it up: well formed, checksum and all. */
async function unknownKey(): Promise<string> {
  return (await generateApiKey()).apiKey;
}

async function withRow(agent: TestAgent, change: string): Promise<string> {
  const key = await newKey(agent, { scopes: [...SCOPES], name: change });
  await env.DB.prepare(`UPDATE mcp_api_keys SET ${change} WHERE name = ?`).bind(change).run();
  return key;
}

/** Of two requests, what may not tell them apart. */
function withoutRequestId({ status, headers, body }: Answer) {
  const own = ["x-request-id", "date", "content-length"];
  const shown = [...headers].filter(([name]) => !own.includes(name));
  return { status, headers: shown, body: { ...body, requestId: "" } };
}

function encoded(value: unknown): string {
  return btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

test("only health, metrics, registration, public keys, signing in and what the MCP registry shows take no key", () => {
  expect(operations.filter(({ scopes }) => scopes === null).map(({ id }) => id)).toEqual(PUBLIC);
});

describe.each(keyed)("$method $path", (operation) => {
  const ask = (asking: Parameters<typeof call>[2]) => call(operation.method, pathOf(operation), asking);

  test("401 without a key, and says how to send one", async () => {
    const { status, headers, body } = await ask({});
    expect([status, body.code]).toEqual([401, "missing_key"]);
    expect(headers.get("WWW-Authenticate")).toBe("Bearer");
    expect(headers.get("Content-Type")).toBe("application/problem+json");
  });

  test("401 for a key that is garbage, mistyped, unknown or of another scheme", async () => {
    const { key } = await newAgent();
    const mistyped = key.slice(0, -1) + (key.endsWith("x") ? "y" : "x");
    for (const wrong of [
      "garbage",
      "",
      mistyped,
      key.slice(0, -1),
      `${key}x`,
      await unknownKey(),
      "x".repeat(10_000),
    ]) {
      const { status, body } = await ask({ key: wrong });
      expect([status, body.code]).toEqual([401, "invalid_key"]);
    }
    expect((await ask({ headers: { Authorization: `Basic ${btoa(`${key}:`)}` } })).status).toBe(401);
  });

  test("401 for an expired and for a revoked key", async () => {
    const agent = await newAgent();
    const expired = await ask({ key: await withRow(agent, "expires_at = '2020-01-01T00:00:00.000Z'") });
    expect([expired.status, expired.body.code]).toEqual([401, "expired_key"]);
    const revoked = await ask({ key: await withRow(agent, "status = 'revoked'") });
    expect([revoked.status, revoked.body.code]).toEqual([401, "invalid_key"]);
  });

  test("a token opens what its key opens, and 401 once it has expired", async () => {
    const agent = await newAgent();
    const token = await newToken(agent);
    const { status, body } = await ask({ key: token });
    if (KEY_ITSELF.includes(operation.id)) expect([status, body.code]).toEqual([403, "key_needed"]);
    else expect([401, 403]).not.toContain(status);
    const { exp = 0, ...claims } = decodeJwt(token);
    const expired = await env.TOKEN_SIGNER.getByName("hub").sign({ ...claims, exp: exp - 1_000 });
    const refused = await ask({ key: expired });
    expect([refused.status, refused.body.code]).toEqual([401, "expired_token"]);
  });

  test("401 for a token of another audience or issuer, of an unknown kid, and for one that nobody signed", async () => {
    const token = await newToken(await newAgent());
    const { alg, kid, typ } = decodeProtectedHeader(token);
    const claims = decodeJwt(token);
    const [, , signature = ""] = token.split(".");
    const sign = (change: object) => env.TOKEN_SIGNER.getByName("hub").sign({ ...claims, ...change });
    for (const wrong of [
      await sign({ aud: "https://example.com" }),
      await sign({ iss: "https://example.com" }),
      `${encoded({ alg, kid: "sig_unknown", typ })}.${encoded(claims)}.${signature}`,
      `${encoded({ alg: "none", kid, typ })}.${encoded(claims)}.`,
      `${encoded({ alg, kid, typ })}.${encoded({ ...claims, scope: "*" })}.${signature}`,
    ]) {
      const { status, body } = await ask({ key: wrong });
      expect([status, body.code]).toEqual([401, "invalid_token"]);
    }
  });

  test("a session opens what its key opens, and what changes anything only with its X-CSRF-Token", async () => {
    const { Cookie, ...csrf } = await newSession(await newAgent());
    const without = await ask({ headers: { Cookie } });
    if (operation.method === "GET") expect([401, 403]).not.toContain(without.status);
    else expect([without.status, without.body.code]).toEqual([403, "forgery_suspected"]);
    const { status, body } = await ask({ headers: { Cookie, ...csrf } });
    if (KEY_ITSELF.includes(operation.id)) expect([status, body.code]).toEqual([403, "key_needed"]);
    else expect([401, 403]).not.toContain(status);
    const unknown = await ask({ headers: { Cookie: `__Host-nexuscall=${"A".repeat(43)}`, ...csrf } });
    expect([unknown.status, unknown.body.code]).toEqual([401, "invalid_session"]);
  });

  test("a key in X-API-Key is as good as one in Authorization", async () => {
    const { key } = await newAgent();
    expect((await ask({ headers: { "X-API-Key": key } })).status).not.toBe(401);
    expect((await ask({ headers: { "X-API-Key": "nxc_live_x" } })).status).toBe(401);
  });
});

describe.each(keyed.flatMap((operation) => (operation.scopes ?? []).map((scope) => ({ ...operation, scope }))))(
  "$method $path",
  ({ scope, ...operation }) => {
    test(`403 without the scope ${scope}, whatever others the key has`, async () => {
      const scopes = SCOPES.filter((other) => other !== scope);
      const key = await newKey(await newAgent(), { scopes });
      const { status, body } = await call(operation.method, pathOf(operation), { key });
      expect([status, body.code]).toEqual([403, "insufficient_scope"]);
      expect(body.detail).toContain(scope);
    });

    test(`403 with a token narrowed to others than ${scope}, though its key has it`, async () => {
      const token = await newToken(await newAgent(), { scopes: SCOPES.filter((other) => other !== scope) });
      const { status, body } = await call(operation.method, pathOf(operation), { key: token });
      expect([status, body.code]).toEqual([403, "insufficient_scope"]);
    });
  },
);

describe("another agent's id answers exactly as a missing one", () => {
  type Kind =
    | "tool"
    | "hiddenTool"
    | "invocation"
    | "callback"
    | "workflow"
    | "run"
    | "key"
    | "box"
    | "schedule"
    | "webhook"
    | "grant"
    | "session"
    | "server"
    | "handoff"
    | "agent"
    | "registry"
    | "template";
  // What the operation would find if it belonged to the caller; null: the resource is for everybody to see.
  const foreign: Record<string, Kind | null> = {
    getAgent: null,
    updateAgent: "agent",
    listAgentTools: null,
    listRegistryServerVersions: null,
    getRegistryServerVersion: null,
    getKey: "key",
    rotateKey: "key",
    deleteKey: "key",
    getTool: "hiddenTool",
    getToolSchema: "hiddenTool",
    getToolStats: "hiddenTool",
    invokeTool: "hiddenTool",
    updateTool: "tool",
    replaceCredentials: "tool",
    deleteTool: "tool",
    getInvocation: "invocation",
    redeliverCallback: "callback",
    getServer: "server",
    updateServer: "server",
    deleteServer: "server",
    refreshServer: "server",
    listServerDefinitions: "server",
    listServerChanges: "server",
    approveServerChanges: "server",
    rejectServerChanges: "server",
    readServerResource: "server",
    getServerPrompt: "server",
    getRegistry: "registry",
    deleteRegistry: "registry",
    refreshRegistry: "registry",
    listRegistryEntries: "registry",
    importRegistryEntry: "registry",
    getToolbox: "box",
    replaceToolbox: "box",
    deleteToolbox: "box",
    deleteGrant: "grant",
    endSession: "session",
    getWorkflow: "workflow",
    replaceWorkflow: "workflow",
    listVersions: "workflow",
    getVersion: "workflow",
    restoreVersion: "workflow",
    diffVersions: "workflow",
    deleteWorkflow: "workflow",
    executeWorkflow: "workflow",
    listWorkflowRuns: "workflow",
    createWebhook: "workflow",
    listWebhooks: "workflow",
    getWebhook: "webhook",
    replaceWebhook: "webhook",
    deleteWebhook: "webhook",
    rotateWebhookSecret: "webhook",
    listWebhookDeliveries: "webhook",
    receiveWebhook: null,
    createSchedule: "workflow",
    listSchedules: "workflow",
    getSchedule: "schedule",
    replaceSchedule: "schedule",
    deleteSchedule: "schedule",
    pauseSchedule: "schedule",
    resumeSchedule: "schedule",
    getRun: "run",
    getRunEvents: "run",
    getRunTimeline: "run",
    getStepResult: "run",
    getRunValue: "run",
    rerunRun: "run",
    cancelRun: "run",
    deleteRun: "run",
    pauseRun: "run",
    resumeRun: "run",
    signalRun: "run",
    getTemplate: null,
    instantiateTemplate: null,
    listSlotTools: null,
    planTemplate: null,
    dryRunTemplate: null,
    listTemplateRatings: null,
    rateTemplate: null,
    reportTemplate: null,
    deleteTemplate: "template",
    publishWorkflow: "workflow",
    exportWorkflow: "workflow",
    getHandoff: "handoff",
    acceptHandoff: "handoff",
    rejectHandoff: "handoff",
    completeHandoff: "handoff",
    failHandoff: "handoff",
    cancelHandoff: "handoff",
    deleteHandoff: "handoff",
  };
  const withId = operations.filter(({ path }) => path.includes("{"));
  const ids: Record<string, string> = {};
  let owner: TestAgent;
  let stranger: TestAgent;

  beforeAll(async () => {
    [owner, stranger] = [await newAgent("owner"), await newAgent("stranger")];
    const tool = await newTool(owner);
    const hidden = await newTool(owner);
    await env.DB.prepare("UPDATE mcp_tools SET status = 'inactive' WHERE id = ?").bind(hidden.id).run();
    const workflow = await newWorkflow(owner, tool.id);
    const schedules = `/api/v1/workflows/${workflow.id}/schedules`;
    const schedule = await call("POST", schedules, { key: owner.key, body: { cron: "@daily" } });
    const invocation = await call("POST", `/api/v1/mcp/invoke/${tool.id}`, { key: owner.key, body: {} });
    const run = await call("POST", `/api/v1/workflows/${workflow.id}/execute`, { key: owner.key });
    await call("POST", "/api/v1/mcp/callbacks/secret", { key: owner.key });
    const callbackUrl = `${inject("providerUrl")}/hook/auth`;
    await call("POST", `/api/v1/mcp/invoke/${tool.id}`, { key: owner.key, body: { callbackUrl } });
    const callbacks = () => call("GET", "/api/v1/mcp/callbacks", { key: owner.key });
    while ((await callbacks()).body.data.length === 0) await scheduler.wait(200);
    const box = await call("POST", "/api/v1/mcp/boxes", { key: owner.key, body: { name: "box", tools: [] } });
    await allow(await requestOf(await newClient()), owner);
    await newSession(owner);
    const grants = await call("GET", "/api/v1/oauth/grants", { key: owner.key });
    const upstream = changingServer();
    await upstream.has({ tools: [] });
    const { id: handoff } = (await call("POST", "/api/v1/handoffs", { key: owner.key, body: { tag: "auth" } })).body;
    const server = await newServer(owner, upstream.path, { isPublic: false });
    const registry = await brought(owner, newBox().url);
    const shared = await newWorkflow(owner, "tool_nexus_echo");
    const published = await call("POST", `/api/v1/workflows/${shared.id}/publish`, { key: owner.key, body: {} });
    Object.assign(ids, {
      template: published.body.id,
      handoff,
      agent: owner.id,
      registry: registry.id,
      box: box.body.id,
      schedule: schedule.body.id,
      webhook: (await call("POST", `/api/v1/workflows/${workflow.id}/webhooks`, { key: owner.key, body: {} })).body.id,
      grant: grants.body.data[0].id,
      session: (await call("GET", "/api/v1/auth/sessions", { key: owner.key })).body.data[0].id,
      server: server.id,
      callback: (await callbacks()).body.data[0].id,
      tool: tool.id,
      hiddenTool: hidden.id,
      invocation: invocation.body.invocationId,
      workflow: workflow.id,
      run: run.body.runId,
      key: (await call("GET", "/api/v1/keys", { key: owner.key })).body.data[0].id,
    });
    while ((await call("GET", `/api/v1/mcp/invocations/${ids["invocation"]}`, { key: owner.key })).status !== 200) {
      await scheduler.wait(200);
    }
  });

  test("every operation with an id is in the table", () => {
    expect(withId.map(({ id }) => id).toSorted()).toEqual(Object.keys(foreign).toSorted());
  });

  test.each(withId.filter(({ id }) => foreign[id] !== null))("$method $path", async (operation) => {
    const id = ids[foreign[operation.id] ?? ""] ?? "";
    expect(id).not.toBe("");
    const whole: Record<string, object> = {
      replaceCredentials: { authType: "none" },
      replaceToolbox: { name: "taken", tools: [] },
      replaceWorkflow: { name: "taken", steps: [{ id: "a", transform: 1 }] },
      createSchedule: { cron: "@daily" },
      replaceSchedule: { cron: "@daily" },
      readServerResource: { uri: "test://x" },
      getServerPrompt: { name: "x" },
    };
    const body = ["POST", "PUT"].includes(operation.method) ? (whole[operation.id] ?? {}) : undefined;
    const theirs = await call(operation.method, pathOf(operation, id), { key: stranger.key, body });
    const missing = await call(operation.method, pathOf(operation, "run_doesNotExist"), { key: stranger.key, body });
    expect(theirs.status).toBe(404);
    expect(withoutRequestId(theirs)).toEqual(withoutRequestId(missing));
  });

  test("and none of it did anything", async () => {
    expect((await call("GET", `/api/v1/mcp/tools/${ids["tool"]}`, { key: owner.key })).status).toBe(200);
    expect((await call("GET", `/api/v1/workflows/${ids["workflow"]}`, { key: owner.key })).status).toBe(200);
    const run = await call("GET", `/api/v1/workflow-runs/${ids["run"]}`, { key: owner.key });
    expect(run.body.status).not.toBe("cancelled");
  });
});
