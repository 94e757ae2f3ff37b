// What /openapi.json says holds for whatever is sent: no operation answers with a fault of the hub's own, with a status
// or with a code that is not documented.

import { SELF } from "cloudflare:test";
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { operationsOf } from "../../../api/docs/open-api.ts";
import type { OpenApi, PlacedOperation } from "../../../api/docs/open-api.ts";
import { app } from "../../../api/app.ts";
import { env } from "cloudflare:workers";
import { arbitraryRequest } from "./arbitrary-request.ts";
import type { FuzzRequest, Known } from "./arbitrary-request.ts";
import { call, newAgent, newKey, newTool, newWorkflow } from "./hub.ts";

/** All operations together. */
const REQUESTS = 20_000;
const PATIENT_MS = 240_000;
/** Another one every time; to repeat a failure, put the one of its title here. */
const seed = Date.now() % 2 ** 31;

const document = await (await app.request("/openapi.json", {}, env)).json<OpenApi>();
const documented = operationsOf(document);

describe(`with the seed ${seed}`, () => {
  test.each(documented)(
    "$method $path answers as it is documented",
    async (operation) => {
      const known = await newKnown(operation);
      await fc.assert(
        fc.asyncProperty(arbitraryRequest(document, operation, known), fc.nat(20), async (request, dice) => {
          const key = dice === 0 ? undefined : known.apiKey;
          expect(await undocumentedIn(operation, request, key)).toBeNull();
        }),
        { numRuns: Math.ceil(REQUESTS / documented.length), seed },
      );
    },
    PATIENT_MS,
  );
});

/** An agent of its own for each operation, with one of everything. */
async function newKnown(operation: PlacedOperation): Promise<Known & { apiKey: string }> {
  const agent = await newAgent("fuzzed");
  const apiKey = await newKey(agent, { scopes: ["*"], rateLimitPerMin: 1_000_000 });
  const { id: toolId } = await newTool(agent, "/echo", { rateLimit: { maxPerMinute: 1_000_000 } });
  const { id: workflowId } = await newWorkflow(agent, toolId);
  const run = await call("POST", `/api/v1/workflows/${workflowId}/execute`, { key: apiKey, body: {} });
  const invocation = await call("POST", `/api/v1/mcp/invoke/${toolId}`, { key: apiKey, body: {} });
  const { invocationId } = invocation.body;
  if (operation.path.includes("{invocationId}")) {
    // The log follows the calls within seconds.
    await vi.waitFor(
      async () => {
        const { status } = await call("GET", `/api/v1/mcp/invocations/${invocationId}`, { key: apiKey });
        expect(status).toBe(200);
      },
      { timeout: PATIENT_MS / 2 },
    );
  }
  const { body: tool } = await call("GET", `/api/v1/mcp/tools/${toolId}`, { key: apiKey });
  const { body: further } = await call("POST", "/api/v1/keys", { key: apiKey, body: {} });
  const box = await call("POST", "/api/v1/mcp/boxes", { key: apiKey, body: { name: "fuzzed", tools: [toolId] } });
  const schedules = `/api/v1/workflows/${workflowId}/schedules`;
  const schedule = await call("POST", schedules, { key: apiKey, body: { cron: "@daily" } });
  const handoff = await call("POST", "/api/v1/handoffs", { key: apiKey, body: { tag: "fuzzed" } });
  return {
    apiKey,
    handoffId: handoff.body.id,
    scheduleId: schedule.body.id,
    webhookId: (await call("POST", `/api/v1/workflows/${workflowId}/webhooks`, { key: apiKey, body: {} })).body.id,
    cron: "@daily",
    timezone: "UTC",
    boxId: box.body.id,
    tool: toolId,
    agentId: agent.id,
    toolId,
    workflowId,
    runId: run.body.runId,
    invocationId,
    keyId: further.id,
    endpoint: "https://tools.example.com/fuzzed",
    inputSchema: { type: "object" },
    outputSchema: {},
    "x-nexuscall-definition-hash": tool.definitionHash,
  };
}

/** What of the answer the document does not say; null where all is as it says. */
async function undocumentedIn(
  { method, responses }: PlacedOperation,
  { target, headers, body }: FuzzRequest,
  key: string | undefined,
): Promise<string | null> {
  const response = await SELF.fetch(`https://hub.example${target}`, {
    method,
    headers: {
      ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...headers,
    },
    body: body ?? null,
    redirect: "manual",
  });
  const { status } = response;
  const described = responses[status];
  const type = response.headers.get("Content-Type")?.split(";")[0];
  if (status < 400) {
    await response.body?.cancel();
    if (described === undefined) return `status ${status}`;
    const types = Object.keys(described.content ?? {});
    return types.length === 0 || types.includes(type ?? "") ? null : `${type} with status ${status}`;
  }
  const { code } = await response.json<{ code: string }>();
  if (status >= 500 || described === undefined) return `status ${status} (${code})`;
  return described.description.includes(`\`${code}\`: `) ? null : `${code} with status ${status}`;
}
