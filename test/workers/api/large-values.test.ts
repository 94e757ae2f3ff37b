// Values of a run that weigh more than 64 KiB: kept outside its journal, seen by templates as if they stood in it.

import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { newId } from "../../../api/platform/ids.ts";
import { spliceValue } from "../../../api/runs/splice-value.ts";
import { valueKey } from "../../../api/runs/value-objects.ts";
import { shardOf } from "../../../api/runtime/shards.ts";
import { call, newAgent, newTool, type TestAgent } from "./hub.ts";

const PATIENCE = { timeout: 40_000, interval: 100 };
const TEN_MB = 10_000_000;
const DAY_MS = 24 * 3_600_000;
/** As the journal of a shard that died has it. */
const LEFT_BEHIND = "INSERT INTO run_values (run_id, ref, agent_id, at, upload) VALUES (?, ?, ?, ?, ?)";

async function define(agent: TestAgent, definition: Record<string, unknown>): Promise<string> {
  const created = await call("POST", "/api/v1/workflows", { key: agent.key, body: { name: "w", ...definition } });
  expect([created.status, created.body.errors]).toEqual([201, undefined]);
  return created.body.id as string;
}

async function run(agent: TestAgent, definition: Record<string, unknown>, input: unknown = {}) {
  const id = await define(agent, definition);
  const { body } = await call("POST", `/api/v1/workflows/${id}/execute?wait=60`, { key: agent.key, body: { input } });
  return body;
}

async function objects({ id: agentId }: TestAgent, runId: string): Promise<string[]> {
  const prefix = `values/${agentId}/${runId}/`;
  const { objects: found } = await env.ARCHIVE.list({ prefix });
  return found.map(({ key }) => key.slice(prefix.length)).toSorted();
}

function read(agent: TestAgent, path: string) {
  return call("GET", path, { key: agent.key });
}

/** Of the run's large value at this place. */
async function largeValue(agent: TestAgent, of: { largeValues: { pointer: string; url: string }[] }, pointer: string) {
  const found = of.largeValues.find((value) => value.pointer === pointer);
  expect(of.largeValues.map((value) => value.pointer)).toContain(pointer);
  return (await read(agent, found?.url ?? "")).body;
}

test("of a 10 MB answer the next steps get what they name of it; it is read whole by its reference", async () => {
  const agent = await newAgent();
  const [large, mirror] = [await newTool(agent, "/large?mb=10"), await newTool(agent, "/mirror")];
  const settled = await run(agent, {
    steps: [
      { id: "big", toolId: large.id, arguments: {} },
      {
        id: "use",
        toolId: mirror.id,
        when: "{{= $steps.big.result.last.answer = 42 }}",
        arguments: {
          answer: "{{steps.big.result.last.answer}}",
          sum: "{{= $sum($steps.big.result.rows.id) }}",
          text: "row {{steps.big.result.rows[7].name}}",
          missing: "{{steps.big.result.nothing?}}",
        },
      },
      {
        id: "each",
        forEach: { items: "{{steps.big.result.rows}}" },
        transform: "{{item.id}}/{{steps.big.result.first.n}}",
      },
    ],
    output: { whole: "{{steps.big.result}}", used: "{{steps.use.result}}", each: "{{steps.each.result[199]}}" },
  });
  expect(settled).toMatchObject({ status: "success", error: null });
  const used = { answer: 42, sum: 19_900, text: "row row 7", missing: null };
  expect(settled.output).toEqual({ whole: null, used, each: "199/1" });
  expect(settled.stepResults.big).toMatchObject({ status: "success", result: null });
  expect(JSON.stringify(settled).length).toBeLessThan(50_000);

  for (const pointer of ["/output/whole", "/stepResults/big/result"]) {
    const whole = await largeValue(agent, settled, pointer);
    expect([whole.blob.length, whole.rows.length, whole.last.answer]).toEqual([TEN_MB, 200, 42]);
  }
  const result = await read(agent, `/api/v1/workflow-runs/${settled.id}/steps/big/result`);
  expect(result.body.blob.length).toBe(TEN_MB);
  expect(await objects(agent, settled.id)).toEqual(["big.1"]);
  const told = await read(agent, `/api/v1/workflow-runs/${settled.id}`);
  expect(told.body.largeValues).toEqual(settled.largeValues);
});

test("input, transform, item, signal, sub-workflow and output are kept outside where they are large, and read like others", async () => {
  const agent = await newAgent();
  const text = (letter: string) => letter.repeat(100_000);
  const child = await define(agent, {
    steps: [{ id: "make", transform: { made: "{{input.text}}", n: 7 } }],
    output: "{{steps.make.result}}",
  });
  const id = await define(agent, {
    steps: [
      { id: "grow", transform: { text: "{{input.text}}{{input.text}}", n: "{{input.n}}" } },
      { id: "items", forEach: { items: [1, 2] }, transform: { text: "{{input.text}}", item: "{{item}}" } },
      { id: "wait", wait: { signal: "go" } },
      { id: "child", workflowId: child, arguments: { text: "{{input.text}}" } },
    ],
    output: {
      n: "{{steps.grow.result.n}}",
      item: "{{steps.items.result[1].item}}",
      items: "{{steps.items.result}}",
      signal: "{{steps.wait.result.n}}",
      child: "{{steps.child.result.n}}",
      lengths:
        "{{= [$length($steps.grow.result.text), $length($steps.items.result[0].text), $length($steps.child.result.made)] }}",
    },
  });
  const input = { text: text("i"), n: 3 };
  const { body } = await call("POST", `/api/v1/workflows/${id}/execute`, { key: agent.key, body: { input } });
  const payload = { text: text("s"), n: 5 };
  const path = `/api/v1/workflow-runs/${body.runId}`;
  expect((await call("POST", `${path}/signals/go`, { key: agent.key, body: { payload } })).status).toBe(200);
  await vi.waitFor(async () => expect((await read(agent, path)).body.status).toBe("success"), PATIENCE);
  const { body: settled } = await read(agent, path);
  expect(settled.output).toEqual({
    n: 3,
    item: 2,
    items: [null, null],
    signal: 5,
    child: 7,
    lengths: [200_000, 100_000, 100_000],
  });
  expect(settled.input).toBeNull();
  expect(await largeValue(agent, settled, "/input")).toEqual(input);
  expect(await largeValue(agent, settled, "/output/items/1")).toEqual({ text: text("i"), item: 2 });
  expect(await largeValue(agent, settled, "/stepResults/wait/result")).toEqual(payload);
  expect(await largeValue(agent, settled, "/stepResults/child/result")).toEqual({ made: text("i"), n: 7 });
  expect((await read(agent, `${path}/steps/items/result`)).body).toEqual([
    { text: text("i"), item: 1 },
    { text: text("i"), item: 2 },
  ]);
  expect((await read(agent, `${path}/steps/items/result?item=0`)).body).toEqual({ text: text("i"), item: 1 });
});

test("a run without an output template shows a large leaf by reference", async () => {
  const agent = await newAgent();
  const large = await newTool(agent, "/large?mb=2");
  const settled = await run(agent, { steps: [{ id: "big", toolId: large.id, arguments: {} }] });
  expect(settled.output).toEqual({ big: null });
  expect((await largeValue(agent, settled, "/output/big")).last).toEqual({ answer: 42, said: null });
});

test("a step that would be given more than it can be is told which value, how much it is, and what to do", async () => {
  const agent = await newAgent();
  const [large, mirror] = [await newTool(agent, "/large?mb=10"), await newTool(agent, "/mirror")];
  const failing = (argument: string) =>
    run(agent, {
      steps: [
        { id: "big", toolId: large.id, arguments: {} },
        { id: "use", toolId: mirror.id, arguments: { argument } },
      ],
    });
  const whole = await failing("{{steps.big.result}}");
  expect(whole.error).toMatchObject({ code: "value_too_large", stepId: "use" });
  expect(whole.error.message).toMatch(/arguments: The value "big\.1" weighs 100\d+ bytes.*Name a smaller part of it/);
  const missing = await failing("{{steps.big.result.rows[200].id}}");
  expect(missing.error).toMatchObject({ code: "missing_value" });
  expect(missing.error.message).toContain("steps.big.result.rows has no [200]: it is a list of 200, [0] to [199].");
  const unknown = await failing("{{steps.big.result.firts.n}}");
  expect(unknown.error.message).toMatch(
    /steps\.big\.result has no "firts"; it has "first", "blob", "rows", "last".*first/,
  );
});

test("a large answer that is no JSON, or larger than 100 MiB, is a failure and leaves nothing", async () => {
  const agent = await newAgent();
  for (const [path, code] of [
    ["/largePage", "invalid_response"],
    ["/large?mb=110&declared=1", "response_too_large"],
  ] as const) {
    const tool = await newTool(agent, path);
    const settled = await run(agent, {
      steps: [{ id: "big", toolId: tool.id, arguments: {}, retry: { maxAttempts: 1 } }],
    });
    expect(settled.error).toMatchObject({ code });
    expect(await objects(agent, settled.id)).toEqual([]);
  }
});

test("an enforced output schema holds for a large result as well", async () => {
  const agent = await newAgent();
  const outputSchema = { type: "object", required: ["nothing of the kind"] };
  const tool = await newTool(agent, "/large?mb=2", { outputSchema, outputCheck: "enforce" });
  const settled = await run(agent, { steps: [{ id: "big", toolId: tool.id, arguments: {} }] });
  expect(settled.error).toMatchObject({ code: "invalid_output" });
  await vi.waitFor(async () => expect(await objects(agent, settled.id)).toEqual([]), PATIENCE);
});

test("a secret that a provider shows in a large answer is redacted in what is kept", async () => {
  const agent = await newAgent();
  const secret = "s3cret/that-is-shown";
  const tool = await newTool(agent, `/large?mb=2&said=${encodeURIComponent(secret)}`, {
    authType: "bearer",
    authConfig: { token: secret },
  });
  const settled = await run(agent, { steps: [{ id: "big", toolId: tool.id, arguments: {} }] });
  expect((await largeValue(agent, settled, "/output/big")).last.said).toBe("[redacted]");
});

test("another agent's large values do not exist", async () => {
  const [agent, other] = [await newAgent(), await newAgent()];
  const large = await newTool(agent, "/large?mb=2");
  const settled = await run(agent, { steps: [{ id: "big", toolId: large.id, arguments: {} }] });
  const { url } = settled.largeValues[0];
  expect((await read(agent, url)).status).toBe(200);
  expect((await read(other, url)).status).toBe(404);
  expect((await read(agent, url.replace("big.1", "big.2"))).status).toBe(404);
  expect((await read(agent, url.replace("big.1", encodeURIComponent(`../${settled.id}/big.1`)))).status).toBe(404);
});

test("a rerun has its own copy of each item that it keeps of a forEach", async () => {
  const agent = await newAgent();
  const part = (await newTool(agent, `/switch?name=${newId("run")}`)).id;
  const setUp = (name: string) =>
    call("POST", `/api/v1/mcp/invoke/${part}`, {
      key: agent.key,
      body: { arguments: { part: name, up: true } },
    });
  await setUp("a");
  const forEach = { items: ["a", "b"], concurrency: 1 };
  const each = { id: "each", toolId: part, forEach, arguments: { part: "{{item}}", text: "{{input.text}}" } };
  const steps = [{ ...each, retry: { maxAttempts: 1 } }];
  const text = "t".repeat(100_000);
  const first = await run(agent, { steps }, { text });
  expect(first.status).toBe("failed");
  await setUp("b");
  const path = `/api/v1/workflow-runs/${first.id}`;
  const again = await call("POST", `${path}/rerun?wait=30`, { key: agent.key, body: { from: "failed" } });
  expect([again.body.status, again.body.stepResults.each.items.kept]).toEqual(["success", 1]);
  expect((await call("DELETE", path, { key: agent.key })).status).toBe(204);
  const result = await read(agent, `/api/v1/workflow-runs/${again.body.id}/steps/each/result`);
  expect(result.body).toEqual([{ echo: { part: "a", text } }, { echo: { part: "b", text } }]);
});

test("a rerun has its own copy of what it keeps; deleting a run deletes its values and nobody else's", async () => {
  const agent = await newAgent();
  const large = await newTool(agent, "/large?mb=2");
  const down = await newTool(agent, "/status?code=400");
  const input = { text: "i".repeat(100_000) };
  const first = await run(
    agent,
    {
      steps: [
        { id: "big", toolId: large.id, arguments: { n: "{{= $length($input.text) }}" } },
        { id: "fails", toolId: down.id, arguments: { answer: "{{steps.big.result.last.answer}}" } },
      ],
    },
    input,
  );
  expect(first.status).toBe("failed");
  expect(await objects(agent, first.id)).toEqual(["big.1", "run.input"]);
  const path = `/api/v1/workflow-runs/${first.id}`;
  const again = await call("POST", `${path}/rerun?wait=30`, { key: agent.key, body: { from: "failed" } });
  expect(again.body).toMatchObject({ status: "failed", stepResults: { big: { kept: true, attempts: 0 } } });
  expect((await call("DELETE", path, { key: agent.key })).status).toBe(204);
  expect(await objects(agent, first.id)).toEqual([]);
  expect((await read(agent, first.largeValues[0].url)).status).toBe(404);
  expect((await largeValue(agent, again.body, "/stepResults/big/result")).last.answer).toBe(42);
  expect(await largeValue(agent, again.body, "/input")).toEqual(input);
  expect((await call("DELETE", `/api/v1/workflow-runs/${again.body.id}`, { key: agent.key })).status).toBe(204);
  expect(await objects(agent, again.body.id)).toEqual([]);
});

test("retentionDays: with a run go its large values, and not before", async () => {
  const agent = await newAgent();
  const large = await newTool(agent, "/large?mb=2");
  const steps = [{ id: "big", toolId: large.id, arguments: { n: "{{= $length($input.text) }}" } }];
  const settled = await run(agent, { steps, retentionDays: 2 }, { text: "i".repeat(100_000) });
  const kept = await run(agent, { steps }, { text: "i".repeat(100_000) });
  const path = `/api/v1/workflow-runs/${settled.id}`;
  // Since a run's row says that it has settled, it says how long the run is kept.
  const listed = async () => (await read(agent, "/api/v1/workflow-runs?status=success")).body.data;
  await vi.waitFor(async () => expect(await listed()).toHaveLength(2), PATIENCE);
  const upkeep = env.UPKEEP.getByName("hub");
  while (await upkeep.sweep(Date.now() + 2 * DAY_MS - 600_000));
  expect(await objects(agent, settled.id)).toEqual(["big.1", "run.input"]);
  while (await upkeep.sweep(Date.now() + 2 * DAY_MS + 600_000));
  expect((await read(agent, path)).status).toBe(404);
  expect(await objects(agent, settled.id)).toEqual([]);
  expect(await objects(agent, kept.id)).toEqual(["big.1", "run.input"]);
});

test("a signal that comes twice at once under one key is kept once", async () => {
  const agent = await newAgent();
  const id = await define(agent, {
    steps: [
      { id: "before", wait: { signal: "never" } },
      { id: "wait", wait: { signal: "go" }, dependsOn: ["before"] },
    ],
  });
  const { runId } = (await call("POST", `/api/v1/workflows/${id}/execute`, { key: agent.key, body: {} })).body;
  const path = `/api/v1/workflow-runs/${runId}`;
  const shard = shardOf(env, { agentId: agent.id, runId });
  const send = () => shard.signal(runId, { name: "go", payload: "p".repeat(100_000), key: "once" });
  const sent = await Promise.all([send(), send(), send()]);
  expect(sent.map(({ type }) => type)).toEqual(["received", "received", "received"]);
  expect(await objects(agent, runId)).toEqual([expect.stringMatching(/^signal\./)]);
  expect((await call("POST", `${path}/cancel`, { key: agent.key })).status).toBe(200);
  await vi.waitFor(async () => expect(await objects(agent, runId)).toEqual([]), PATIENCE);
});

test("what was put and never recorded is gone once its run has settled, or never came to be", async () => {
  const agent = await newAgent();
  const id = await define(agent, { steps: [{ id: "ask", wait: { signal: "go" } }] });
  const { runId } = (await call("POST", `/api/v1/workflows/${id}/execute`, { key: agent.key, body: {} })).body;
  const path = `/api/v1/workflow-runs/${runId}`;
  const shard = shardOf(env, { agentId: agent.id, runId }) as unknown as DurableObjectStub;
  const longAgo = Date.now() - 3_600_000;
  await runInDurableObject(shard, (_, { storage }) => {
    for (const ofRun of [runId, "run_neverStarted"]) {
      storage.sql.exec(LEFT_BEHIND, ofRun, "ask.1", agent.id, longAgo, null);
    }
  });
  for (const ofRun of [runId, "run_neverStarted"]) await env.ARCHIVE.put(`values/${agent.id}/${ofRun}/ask.1`, '"lost"');
  const payload = "p".repeat(100_000);
  expect((await call("POST", `${path}/signals/go`, { key: agent.key, body: { payload } })).status).toBe(200);
  await vi.waitFor(async () => {
    await runDurableObjectAlarm(shard);
    expect(await objects(agent, "run_neverStarted")).toEqual([]);
    expect(await objects(agent, runId)).toEqual([expect.stringMatching(/^signal\./)]);
  }, PATIENCE);
  // What comes when all is over goes as well, and what is referred to stays.
  await env.ARCHIVE.put(`values/${agent.id}/${runId}/late.1`, '"late"');
  await runInDurableObject(shard, async (_, { storage }) => {
    storage.sql.exec(LEFT_BEHIND, runId, "late.1", agent.id, longAgo, null);
    await storage.setAlarm(Date.now() + 600_000);
  });
  await vi.waitFor(async () => {
    await runDurableObjectAlarm(shard);
    expect(await objects(agent, runId)).toEqual([expect.stringMatching(/^signal\./)]);
  }, PATIENCE);
  expect(await largeValue(agent, (await read(agent, path)).body, "/stepResults/ask/result")).toBe(payload);
});

test("the parts of a value that was never written to its end do not stay, whether its run ends or was never there", async () => {
  const agent = await newAgent();
  const id = await define(agent, { steps: [{ id: "ask", wait: { signal: "go" } }] });
  const { runId } = (await call("POST", `/api/v1/workflows/${id}/execute`, { key: agent.key, body: {} })).body;
  const shard = shardOf(env, { agentId: agent.id, runId }) as unknown as DurableObjectStub;
  const uploads = await Promise.all(
    [runId, "run_neverStarted"].map(async (ofRun) => {
      const upload = await env.ARCHIVE.createMultipartUpload(`values/${agent.id}/${ofRun}/ask.1`);
      await upload.uploadPart(1, "x".repeat(5 * 1024 * 1024));
      await runInDurableObject(shard, (_, { storage }) => {
        storage.sql.exec(LEFT_BEHIND, ofRun, "ask.1", agent.id, Date.now() - 3_600_000, upload.uploadId);
      });
      return upload;
    }),
  );
  await Promise.all(uploads.map((upload) => upload.uploadPart(2, "still there")));
  expect((await call("POST", `/api/v1/workflow-runs/${runId}/cancel`, { key: agent.key })).status).toBe(200);
  const isThere = (upload: R2MultipartUpload) =>
    upload.uploadPart(2, "x").then(
      () => true,
      () => false,
    );
  await vi.waitFor(async () => {
    await runDurableObjectAlarm(shard);
    expect(await Promise.all(uploads.map(isThere))).toEqual([false, false]);
  }, PATIENCE);
});

test("steps that are called input and output have values of their own beside the run's", async () => {
  const agent = await newAgent();
  const text = (of: string) => of.repeat(100_000);
  const steps = [
    { id: "input", transform: { made: text("s") } },
    { id: "output", transform: { made: text("t") } },
    { id: "both", transform: "{{= $substring($input.given, 0, 1) }}", dependsOn: ["input", "output"] },
  ];
  const output = { first: "{{steps.both.result}}", step: "{{= $substring($steps.output.result.made, 0, 1) }}" };
  const settled = await run(agent, { steps, output }, { given: text("i") });
  expect(settled).toMatchObject({ status: "success", output: { first: "i", step: "t" } });
});

test("the answer of a sub-workflow that is told twice is copied once", async () => {
  const agent = await newAgent();
  const child = await define(agent, {
    steps: [{ id: "make", transform: "{{input.text}}" }],
    output: "{{steps.make.result}}",
  });
  const steps = [
    { id: "child", workflowId: child, arguments: { text: "{{input.text}}" } },
    { id: "wait", wait: { signal: "never" }, dependsOn: ["child"] },
  ];
  const id = await define(agent, { steps });
  const input = { text: "t".repeat(100_000) };
  const { runId } = (await call("POST", `/api/v1/workflows/${id}/execute`, { key: agent.key, body: { input } })).body;
  const path = `/api/v1/workflow-runs/${runId}`;
  await vi.waitFor(
    async () => expect((await read(agent, path)).body.stepResults.wait.status).toBe("waiting"),
    PATIENCE,
  );
  const before = (await env.ARCHIVE.list({ prefix: `values/${agent.id}/${runId}/child` })).objects;
  expect(before).toHaveLength(1);
  const listed = () => read(agent, `/api/v1/workflow-runs?workflowId=${child}`);
  await vi.waitFor(async () => expect((await listed()).body.data).toHaveLength(1), PATIENCE);
  const [{ id: childId }] = (await listed()).body.data;
  const [ref = ""] = (await objects(agent, childId)).filter((name) => name !== "run.input");
  const stored = [{ path: [], ref, sizeBytes: 100_002 }];
  const answer = { type: "success" as const, result: null, sizeBytes: 4, stored };
  const event = { type: "answer_received" as const, step: 0, attempt: 1, answer };
  expect(await shardOf(env, { agentId: agent.id, runId }).tell(runId, event, childId)).toBe(true);
  const after = (await env.ARCHIVE.list({ prefix: `values/${agent.id}/${runId}/child` })).objects;
  expect(after.map(({ version }) => version)).toEqual(before.map(({ version }) => version));
});

describe("a value with parts that are kept elsewhere", () => {
  const of = async (parts: number) => {
    const whose = { agentId: newId("agent"), runId: newId("run") };
    const refs = Array.from({ length: parts }, (_, n) => `big.${n}`);
    for (const ref of refs) await env.ARCHIVE.put(valueKey(whose, ref), JSON.stringify(ref.padEnd(1_000_000, "x")));
    const small = Array.from({ length: 1_000 }, (_, n) => ({ n }));
    const value = [...refs.flatMap(() => [null, ...small]), "end"];
    const stored = refs.map((ref, n) => ({ path: [n * 1_001], ref, sizeBytes: 1_000_002 }));
    return (await spliceValue(env, whose, { value, stored })) ?? new ReadableStream<Uint8Array>();
  };

  test("comes whole, and what stands between its parts in few pieces", async () => {
    const texts: string[] = [];
    for await (const chunk of await of(3)) texts.push(new TextDecoder().decode(chunk));
    const whole = JSON.parse(texts.join("")) as unknown[];
    expect([whole.length, String(whole[1_001]).slice(0, 6), whole[5], whole.at(-1)]).toEqual([
      3_004,
      "big.1x",
      { n: 4 },
      "end",
    ]);
    expect(texts.filter((text) => text.length < 1_000).length).toBeLessThan(20);
  });

  test.each([0, 1, 2])("whoever leaves it after %i pieces leaves nothing behind that fails", async (pieces) => {
    const failed = vi.fn<() => void>();
    addEventListener("unhandledrejection", failed);
    const reader = (await of(3)).getReader();
    for (let n = 0; n < pieces; n++) await reader.read();
    await reader.cancel("gone");
    // Time enough for what was under way to fail.
    await new Response(await of(1)).text();
    removeEventListener("unhandledrejection", failed);
    expect(failed).not.toHaveBeenCalled();
  });

  test("a part that is gone breaks it off", async () => {
    const whose = { agentId: newId("agent"), runId: newId("run") };
    const stored = [{ path: [1], ref: "gone", sizeBytes: 100_000 }];
    const readable = await spliceValue(env, whose, { value: ["a", null], stored });
    await expect(new Response(readable).text()).rejects.toThrow("gone");
  });
});
