// /openapi.json says what is so: it is valid, and its examples work as they stand against a real hub, in their order,
// with answers of the documented shape.

import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenApi, operationsOf, type PlacedOperation } from "../../api/docs/open-api.ts";
import { openApiDocument } from "../../scripts/client-types.ts";
import { type Child, startChild } from "../harness/child.ts";
import { type HubProcess, startHubProcess } from "../harness/hub-process.ts";
import { consent } from "../harness/oauth-person.ts";
import { type ProviderProcess, startProviderProcess } from "../harness/provider-process.ts";

const document = JSON.parse(await openApiDocument()) as OpenApi;
/** What one deletes, others read before. */
const inOrder = Object.groupBy(operationsOf(document), ({ method }) => (method === "DELETE" ? "last" : "first"));
const operations = [...(inOrder.first ?? []), ...(inOrder.last ?? []).toReversed()];
const LOG_FOLLOWS_WITHIN_MS = 20_000;

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ ...document, $id: "hub" });

let hub: HubProcess;
let provider: ProviderProcess;
let upstream: Child;
let registry: Child;
let key: string;
/** Another agent, to hand work to and get it from. */
let partner: { id: string; apiKey: string };
let ownId: string;
/** By the name of the path's parameter. */
const ids: Record<string, string> = {};

beforeAll(async () => {
  [hub, provider, upstream, registry] = await Promise.all([
    startHubProcess(),
    startProviderProcess(),
    startChild([join(import.meta.dirname, "../upstream/upstream.ts"), "0", "--with-parent"]),
    startChild([join(import.meta.dirname, "../registry/registry.ts"), "0", "--with-parent"]),
  ]);
  partner = (await ask("POST", "/api/v1/agents", { name: "partner" })).body as typeof partner;
  const own = (await ask("POST", "/api/v1/agents", { name: "reader" })).body as typeof partner;
  ({ id: ownId, apiKey: key } = own);
  await ask("POST", "/api/v1/mcp/callbacks/secret");
  const callbackUrl = `${provider.url}/hook/examples`;
  await ask("POST", "/api/v1/mcp/invoke/tool_nexus_echo", { arguments: { text: "x" }, callbackUrl });
  await within(LOG_FOLLOWS_WITHIN_MS, async () => rowsIn(await ask("GET", "/api/v1/mcp/callbacks")).length > 0);
});

afterAll(() => Promise.all([hub?.stop(), provider?.stop(), upstream?.stop(), registry?.stop()]));

test("the document is valid OpenAPI 3.1", async () => {
  const { valid, errors } = await new Validator().validate(
    JSON.parse(JSON.stringify(document)) as Record<string, unknown>,
  );
  expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
});

/** A hub without METRICS_TOKEN has no such route. */
const askable = operations.filter(({ operationId }) => operationId !== "getMetrics");

/** What has to be there first, where no example before makes it. */
const prepare: Record<string, () => Promise<void>> = {
  async updateAgent() {
    ids["agentId"] = ownId;
  },
  acceptHandoff: () => sent(partner.apiKey, ownId),
  rejectHandoff: () => sent(partner.apiKey, ownId),
  completeHandoff: () => sent(partner.apiKey, ownId, "accept"),
  failHandoff: () => sent(partner.apiKey, ownId, "accept"),
  cancelHandoff: () => sent(key, partner.id),
  deleteHandoff: () => sent(key, partner.id, "cancel"),
  async createRegistry() {
    const headers = [{ name: "Authorization", value: "Bearer {api_key}", variables: { api_key: {} } }];
    const remotes = [{ type: "streamable-http", url: `${upstream.url}/mcp`, headers }];
    const server = { name: "com.example/from-a-registry", description: "Files", version: "1.0.0", remotes };
    await fetch(`${registry.url}/_publish/examples`, { method: "POST", body: JSON.stringify(server) });
  },
  async importRegistryEntry() {
    Object.assign(ids, { serverName: "com.example/from-a-registry" });
  },
  async signalRun() {
    const steps = [{ id: "approval", wait: { signal: "approved" } }];
    const { id } = (await ask("POST", "/api/v1/workflows", { name: "waits", steps })).body as { id: string };
    const { runId } = (await ask("POST", `/api/v1/workflows/${id}/execute`, {})).body as { runId: string };
    Object.assign(ids, { runId, name: "approved" });
  },
  async getStepResult() {
    const steps = [{ id: "one", transform: 1 }];
    const { id } = (await ask("POST", "/api/v1/workflows", { name: "gives", steps })).body as { id: string };
    const run = (await ask("POST", `/api/v1/workflows/${id}/execute?wait=10`, {})).body as { id: string };
    Object.assign(ids, { runId: run.id, stepId: "one" });
  },
  async getRunValue() {
    const steps = [{ id: "one", transform: "x".repeat(100_000) }];
    const { id } = (await ask("POST", "/api/v1/workflows", { name: "gives much", steps })).body as { id: string };
    const run = (await ask("POST", `/api/v1/workflows/${id}/execute?wait=10`, {})).body as { id: string };
    Object.assign(ids, { runId: run.id, ref: "one" });
  },
  async getVersion() {
    ids["version"] = "1";
  },
  async instantiateTemplate() {
    ids["templateId"] = "tpl_nexus_scrape_and_merge";
  },
  async listSlotTools() {
    Object.assign(ids, { templateId: "tpl_nexus_research_and_summarize", slotName: "search" });
  },
  async planTemplate() {
    ids["templateId"] = "tpl_nexus_compare_subjects";
  },
  async dryRunTemplate() {
    ids["templateId"] = "tpl_nexus_compare_subjects";
  },
  async rateTemplate() {
    ids["templateId"] = "tpl_nexus_scrape_and_merge";
  },
  async deleteTemplate() {
    const { id } = (await ask("POST", `/api/v1/workflows/${ids["workflowId"]}/publish`, {})).body as { id: string };
    ids["templateId"] = id;
  },
  async receiveWebhook() {
    const webhook = { name: "open", verification: "none", input: { topic: "{{input.body.issue.title}}" } };
    const answer = await ask("POST", `/api/v1/workflows/${ids["workflowId"]}/webhooks`, webhook);
    ids["webhookId"] = (answer.body as { id: string }).id;
  },
  async listGrants() {
    const client = { client_name: "Example", redirect_uris: ["http://127.0.0.1:9/callback"] };
    const { client_id } = (await ask("POST", "/oauth/register", client)).body as { client_id: string };
    const url = new URL("/oauth/authorize", hub.url);
    url.search = new URLSearchParams({
      response_type: "code",
      client_id,
      redirect_uri: "http://127.0.0.1:9/callback",
      code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
      code_challenge_method: "S256",
      resource: `${hub.url}/mcp/v1`,
    }).toString();
    await consent(url, key);
  },
};

/** A handoff, with which this agent then does something. */
async function sent(by: string, toAgentId: string, action?: "accept" | "cancel"): Promise<void> {
  const { id } = (await ask("POST", "/api/v1/handoffs", { toAgentId }, by)).body as { id: string };
  if (action !== undefined) await ask("POST", `/api/v1/handoffs/${id}/${action}`);
  ids["handoffId"] = id;
}

test.each(askable)("$method $path works as its example says, and answers what its contract says", async (operation) => {
  const { method, requestBody, responses } = operation;
  await prepare[operation.operationId]?.();
  const example = requestBody?.content["application/json"]?.example;
  const body = example === undefined ? undefined : bound(JSON.stringify(example));
  let answer = await ask(method, pathOf(operation), body);
  if (method === "GET" && answer.status === 404) {
    await within(LOG_FOLLOWS_WITHIN_MS, async () => (answer = await ask(method, pathOf(operation))).status !== 404);
  }
  expect(answer).toMatchObject({ status: expect.toSatisfy((status: number) => status < 300) });
  learn(operation, answer.body);
  const described = responses[answer.status];
  expect(described).toBeDefined();
  if (described?.content === undefined) return expect(answer.body).toBeUndefined();
  expect(Object.keys(described.content)).toContain(answer.type);
  if (answer.type !== JSON_TYPE) return undefined;
  const validate = validatorOf(operation, String(answer.status));
  return expect({ fits: validate(answer.body), errors: validate.errors }).toEqual({ fits: true, errors: null });
});

const successes = operations.flatMap((operation) =>
  Object.entries(operation.responses).flatMap(([status, { content }]) => {
    const json = content?.["application/json"];
    return status.startsWith("2") && json !== undefined ? [{ ...operation, status, example: json.example }] : [];
  }),
);

test.each(successes)("$method $path has an example of its $status, which fits its schema", (success) => {
  const { example } = success;
  expect(example).toBeDefined();
  const validate = validatorOf(success, success.status);
  expect({ fits: validate(example), errors: validate.errors }).toEqual({ fits: true, errors: null });
});

function validatorOf({ method, path }: PlacedOperation, status: string) {
  const pointer = ["paths", path, method.toLowerCase(), "responses", status, "content", "application/json", "schema"];
  const at = pointer.map((part) => part.replaceAll("~", "~0").replaceAll("/", "~1"));
  return ajv.compile({ $ref: `hub#/${at.map(encodeURIComponent).join("/")}` });
}

const JSON_TYPE = "application/json";

interface Asked {
  readonly type: string | undefined;
  readonly status: number;
  readonly body: unknown;
}

async function ask(method: string, path: string, body?: unknown, as = key): Promise<Asked> {
  const response = await fetch(hub.url + path, {
    method,
    headers: {
      ...(as === undefined ? {} : { Authorization: `Bearer ${as}` }),
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const type = response.headers.get("Content-Type")?.split(";")[0];
  if (type === "text/event-stream") {
    // It goes on until somebody hangs up.
    await response.body?.cancel();
    return { status: response.status, type, body: undefined };
  }
  const text = await response.text();
  return { status: response.status, type, body: text === "" ? undefined : JSON.parse(text) };
}

/** An example names things that do not exist: those of this hub in their place. */
function bound(example: string): unknown {
  const names: Record<string, string> = {
    tool_V1StGXR8_Z5j: "tool_nexus_echo",
    "tool_Uakgb_J5m9g-": "tool_nexus_echo",
  };
  const text = example
    .replaceAll(/tool_[\w-]{12}(?=")/g, (id) => names[id] ?? id)
    .replaceAll("nxc_live_…", key)
    .replaceAll("agent_V1StGXR8_Z5j", partner.id)
    .replaceAll("run_V1StGXR8_Z5j", ids["runId"] ?? "")
    .replaceAll("https://tools.example.com/web-search", `${provider.url}/echo`)
    .replaceAll("https://mcp.example.com/mcp", `${upstream.url}/mcp`)
    .replaceAll("https://registry.modelcontextprotocol.io", `${registry.url}/examples`)
    .replaceAll("file:///readme.md", "test://static-text")
    .replaceAll('"review"', '"test_simple_prompt"');
  return JSON.parse(text);
}

function pathOf({ path }: PlacedOperation): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const id = ids[name];
    if (id === undefined) throw new Error(`No example before this one gives a {${name}}`);
    return encodeURIComponent(id);
  });
}

/** Ids that the answer gives: its own for what is under the path (`/keys` → `{keyId}`), and those that it names. */
function learn({ method, path }: PlacedOperation, body: unknown): void {
  const under = operations.flatMap(({ path: other }) =>
    other.startsWith(`${path}/{`) ? [/^\{(\w+)\}/.exec(other.slice(path.length + 1))?.[1] ?? ""] : [],
  );
  const [row] = rowsIn({ body });
  const { id } = (method === "GET" ? (row ?? {}) : (body ?? {})) as { id?: string };
  for (const name of under) if (id !== undefined) ids[name] ??= id;
  const { servers } = (body ?? {}) as { servers?: unknown };
  const [offered] = (Array.isArray(servers) ? servers : []) as { server: { name: string; version: string } }[];
  if (offered !== undefined) Object.assign(ids, { serverName: offered.server.name, version: offered.server.version });
  const { runId = id, invocationId } = (body ?? {}) as { runId?: string; invocationId?: string };
  if (path.endsWith("/execute") && runId !== undefined) ids["runId"] = runId;
  if (invocationId !== undefined) ids["invocationId"] ??= invocationId;
}

function rowsIn({ body }: Pick<Asked, "body">): unknown[] {
  const { data = [] } = (body ?? {}) as { data?: unknown[] };
  return Array.isArray(data) ? data : [];
}

async function within(ms: number, isSo: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + ms; Date.now() < deadline; await delay(100)) if (await isSo()) return;
}
