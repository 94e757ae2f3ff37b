import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HubClient } from "../../scripts/hub-client.ts";
import { type HubProcess, startHubProcess } from "../harness/hub-process.ts";
import { type ProviderProcess, startProviderProcess } from "../harness/provider-process.ts";

const TIMEOUT_MS = 1_000;

/** What the provider does, and what the caller must hear; `timeout` is a status of its own for an invocation. */
const FAULTS: readonly { does: string; path: string; code: string; status?: "timeout" }[] = [
  { does: "is slower than the timeout", path: "echo?ms=4000", code: "timeout", status: "timeout" },
  { does: "hangs", path: "hang", code: "timeout", status: "timeout" },
  { does: "closes the socket", path: "close", code: "provider_unreachable" },
  { does: "answers half an answer", path: "garbage", code: "invalid_response" },
  { does: "answers a web page", path: "page", code: "invalid_response" },
  { does: "refuses", path: "status?code=418", code: "provider_error" },
  { does: "is broken", path: "status?code=500", code: "provider_unavailable" },
];

let hub: HubProcess;
let provider: ProviderProcess;
let caller: HubClient;
let publisher: HubClient;

beforeAll(async () => {
  [hub, provider] = await Promise.all([startHubProcess(), startProviderProcess()]);
  ({ client: caller } = await new HubClient(hub.url).register("caller"));
  ({ client: publisher } = await new HubClient(hub.url).register("provider"));
});
afterAll(() => Promise.all([hub?.stop(), provider?.stop()]));

let published = 0;
function publish(path: string): Promise<string> {
  return publisher.publish({ name: `fault-${published++}`, endpoint: `${provider.url}/${path}` });
}

describe.each(FAULTS)("a provider that $does", ({ path, code, status }) => {
  test("makes a call that ends in time, with a status and a code", async () => {
    const invocation = await caller.invoke(await publish(path), {}, TIMEOUT_MS);
    expect(invocation).toMatchObject({ status: status ?? "error", result: null, error: { code } });
    expect(invocation.error?.message).toMatch(/\w{3}/);
  });

  test("fails the step and the run, with the same code", async () => {
    const retry = { maxAttempts: 1 };
    const step = { id: "call", toolId: await publish(path), arguments: {}, timeoutMs: TIMEOUT_MS, retry };
    const run = await caller.executeAndWait(await caller.define({ name: "fault", steps: [step] }), {});
    expect(run.status).toBe("failed");
    expect(run.stepResults["call"]).toMatchObject({ status: "failed", attempts: 1, error: { code } });
  });
});

test("a provider that answers 10 MB is too large for a caller, and gives a run a large value", async () => {
  const toolId = await publish("big");
  expect(await caller.invoke(toolId, {})).toMatchObject({ status: "error", error: { code: "response_too_large" } });
  const steps = [{ id: "call", toolId, arguments: {} }];
  const run = await caller.executeAndWait(await caller.define({ name: "big", steps }), {});
  expect(run.status).toBe("success");
  const sizeBytes = JSON.stringify({ blob: "x".repeat(10 * 1024 * 1024) }).length;
  expect(run.largeValues).toContainEqual(
    expect.objectContaining({ pointer: "/stepResults/call/result", sizeBytes }) as unknown,
  );
});

test("a provider that fails twice and then answers makes a step that succeeds at its third attempt", async () => {
  const retry = { maxAttempts: 3, backoff: "constant" as const, initialDelayMs: 50 };
  const step = { id: "call", toolId: await publish("flaky?fails=2"), arguments: { n: 1 }, retry };
  const run = await caller.executeAndWait(await caller.define({ name: "flaky", steps: [step] }), {});
  expect(run.stepResults["call"]).toMatchObject({ status: "success", attempts: 3, result: { echo: { n: 1 } } });
});

test("a provider that is gone makes a call that says so, and the hub goes on", async () => {
  const invocation = await caller.invoke(
    await publisher.publish({ name: "gone", endpoint: "http://127.0.0.1:9/x" }),
    {},
  );
  expect(invocation).toMatchObject({ status: "error", error: { code: "provider_unreachable" } });
  expect((await fetch(`${hub.url}/healthz`)).status).toBe(200);
});
