// A result against the tool's `outputSchema`.

import { beforeAll, describe, expect, test, vi } from "vitest";
import { call, newAgent, newTool, newWorkflow } from "./hub.ts";
import type { TestAgent } from "./hub.ts";

const outputSchema = {
  type: "object",
  properties: { n: { type: "integer" }, deep: { type: "object", properties: { s: { type: "string" } } } },
  required: ["n"],
};
const FITS = { n: 1 };
const UNFIT = { n: "one", deep: { s: 2 } };

let agent: TestAgent;
let toolId: string;

beforeAll(async () => {
  agent = await newAgent();
  toolId = (await newTool(agent, "/mirror", { outputSchema })).id;
});

function invoke(args: unknown, extra: Record<string, unknown> = {}, id = toolId) {
  return call("POST", `/api/v1/mcp/invoke/${id}`, { key: agent.key, body: { arguments: args, ...extra } });
}

test.each(["off", "warn", "enforce"])("a result that fits comes as it is under %s", async (outputCheck) => {
  const { body } = await invoke(FITS, { outputCheck });
  expect(body).toMatchObject({ status: "success", result: FITS });
  expect(body).not.toHaveProperty("warnings");
});

describe("a result that does not fit", () => {
  test("comes with a warning for each place, unless the call says otherwise", async () => {
    for (const extra of [{}, { outputCheck: "warn" }]) {
      const { status, body } = await invoke(UNFIT, extra);
      expect(status).toBe(200);
      expect(body).toMatchObject({ status: "success", result: UNFIT });
      expect(body.warnings.map(({ pointer }: { pointer: string }) => pointer).toSorted()).toEqual([
        "/result/deep/s",
        "/result/n",
      ]);
      for (const warning of body.warnings) expect(warning.code).toBe("schema_mismatch");
    }
  });

  test("comes as it is where the check is off", async () => {
    const { body } = await invoke(UNFIT, { outputCheck: "off" });
    expect(body).toMatchObject({ status: "success", result: UNFIT });
    expect(body).not.toHaveProperty("warnings");
  });

  test("is an error where the check is enforced: in the answer, which says where, and in the log", async () => {
    const { status, body } = await invoke(UNFIT, { outputCheck: "enforce" });
    expect(status).toBe(200);
    expect(body).toMatchObject({ status: "error", result: null, error: { code: "invalid_output", retryable: false } });
    expect(body.error.message).toContain("result/n: ");
    await vi.waitFor(
      async () => {
        const logged = await call("GET", `/api/v1/mcp/invocations/${body.invocationId}`, { key: agent.key });
        expect(logged.body).toMatchObject({ status: "error", error: { code: "invalid_output" }, output: null });
      },
      { timeout: 20_000, interval: 200 },
    );
  });

  test("is told of at 20 places at most, and an error names five", async () => {
    const list = await newTool(agent, "/mirror", {
      outputSchema: { type: "object", properties: { all: { type: "array", items: { type: "integer" } } } },
    });
    const unfit = { all: Array.from({ length: 50 }, () => "x") };
    expect((await invoke(unfit, {}, list.id)).body.warnings).toHaveLength(20);
    const { body } = await invoke(unfit, { outputCheck: "enforce" }, list.id);
    expect(body.error.message.match(/result\/all\/\d+: /g)).toHaveLength(5);
    expect(body.error.message).toContain("(and 45 more)");
  });
});

describe("where the call does not say", () => {
  test.each([
    ["off", "success"],
    ["warn", "success"],
    ["enforce", "error"],
  ])("the tool's own check holds: %s", async (outputCheck, status) => {
    const own = await newTool(agent, "/mirror", { outputSchema, outputCheck });
    const { body } = await invoke(UNFIT, {}, own.id);
    expect([body.status, body.warnings?.length]).toEqual([status, outputCheck === "warn" ? 2 : undefined]);
    const asked = await invoke(UNFIT, { outputCheck: "enforce" }, own.id);
    expect(asked.body.error.code).toBe("invalid_output");
    expect((await invoke(UNFIT, { outputCheck: "off" }, own.id)).body).toMatchObject({ result: UNFIT });
  });

  test("the tool's holds in the background and for the steps of a run too", async () => {
    const own = await newTool(agent, "/mirror", { outputSchema, outputCheck: "enforce" });
    const { body } = await invoke(UNFIT, { async: true }, own.id);
    await vi.waitFor(
      async () => {
        const logged = await call("GET", `/api/v1/mcp/invocations/${body.invocationId}`, { key: agent.key });
        expect(logged.body).toMatchObject({ status: "error", error: { code: "invalid_output" } });
      },
      { timeout: 20_000, interval: 200 },
    );
    const workflow = await newWorkflow(agent, own.id, { steps: [{ id: "only", toolId: own.id, arguments: UNFIT }] });
    const run = await call("POST", `/api/v1/workflows/${workflow.id}/execute?wait=20`, { key: agent.key, body: {} });
    expect(run.body).toMatchObject({ status: "failed", error: { code: "invalid_output", stepId: "only" } });
  });
});

test("a provider's own failure stays what it is", async () => {
  const broken = await newTool(agent, "/status?code=500", { outputSchema });
  const { body } = await invoke({}, { outputCheck: "enforce" }, broken.id);
  expect(body.error.code).toBe("provider_unavailable");
});

test("a tool that promises nothing breaks no promise", async () => {
  const free = await newTool(agent, "/mirror");
  const { body } = await invoke(UNFIT, { outputCheck: "enforce" }, free.id);
  expect(body).toMatchObject({ status: "success", result: UNFIT });
});

test("each call of a batch has its own check", async () => {
  const calls = ["off", "warn", "enforce"].map((outputCheck) => ({ toolId, arguments: UNFIT, outputCheck }));
  const { body } = await call("POST", "/api/v1/mcp/invoke/batch", { key: agent.key, body: { calls } });
  const [off, warn, enforce] = body.results.map(({ invocation }: { invocation: unknown }) => invocation);
  expect(off).not.toHaveProperty("warnings");
  expect(warn).toMatchObject({ status: "success", warnings: [{}, {}] });
  expect(enforce).toMatchObject({ status: "error", error: { code: "invalid_output" } });
});

test("422 for a check that there is not", async () => {
  const { status, body } = await invoke(FITS, { outputCheck: "strict" });
  expect([status, body.errors]).toMatchObject([422, [{ code: "invalid_value", pointer: "/outputCheck" }]]);
});
