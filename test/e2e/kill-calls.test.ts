// SIGKILL under a load of calls, waited for, in the background and in batches: what was accepted is done, what was
// answered is in the log, and what was recorded is not done again.

import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { components } from "../../client/openapi.gen.ts";
import { answerOf, ProblemError } from "../../client/problem-error.ts";
import { HubClient, type InvocationAnswer } from "../../scripts/hub-client.ts";
import { type HubProcess, startHubProcess } from "../harness/hub-process.ts";
import { type ProviderProcess, startProviderProcess } from "../harness/provider-process.ts";
import { recordedSuccesses } from "../harness/journals.ts";

const CLIENTS = 16;
const ANSWERED_BEFORE_KILL = 300;
const ACCEPTED_BEFORE_KILL = 150;
const IN_LOG_WITHIN_MS = 60_000;

let hub: HubProcess;
let provider: ProviderProcess;

beforeAll(async () => {
  [hub, provider] = await Promise.all([startHubProcess(), startProviderProcess()]);
});

afterAll(async () => {
  await Promise.all([hub?.stop(), provider?.stop()]);
});

type LoggedCall = components["schemas"]["LoggedInvocationDetail"];

/** What the hub had told its callers when it died. */
class Told {
  readonly answered = new Map<string, InvocationAnswer>();
  /** What each call in the background was asked with. */
  readonly accepted = new Map<string, number>();
}

test("a SIGKILL loses no call: accepted ones end, answered ones are in the log as answered, none recorded is repeated", async () => {
  const { caller, toolId } = await prepare();
  const told = new Told();
  const load = Promise.all(Array.from({ length: CLIENTS }, (_, client) => keepCalling(caller, toolId, client, told)));
  while (told.answered.size < ANSWERED_BEFORE_KILL || told.accepted.size < ACCEPTED_BEFORE_KILL) await delay(5);
  await hub.kill();
  await load;
  const recorded = new Set((await recordedSuccesses(hub.data)).map(({ runId }) => runId));
  const atKill = (await provider.log()).keys;
  await hub.restart();

  for (const [id, n] of told.accepted) {
    expect(await logged(caller, id, hasOutcome)).toMatchObject({ id, status: "success", output: { n } });
  }
  let withOutcome = 0;
  for (const [id, answer] of told.answered) {
    const call = await logged(caller, id);
    if (hasOutcome(call)) withOutcome++;
    const { status, result, latencyMs } = answer;
    const expected = hasOutcome(call) ? { status, output: result, latencyMs } : { status: "running", output: null };
    expect(call).toMatchObject({ id, ...expected });
  }
  // Only what was on its way at that moment may lack one.
  expect(withOutcome).toBeGreaterThan(told.answered.size / 2);

  const { keys } = await provider.log();
  for (const [key, { effects }] of Object.entries(keys)) {
    const [id = ""] = key.split(":");
    // The gate's row is on disk before the call leaves, so even one that nobody was told of is in the log.
    await logged(caller, id);
    if (recorded.has(id) || told.answered.has(id)) expect({ id, effects }).toEqual({ id, effects: 1 });
    // What was not recorded was at most in flight: called once before the kill, once after.
    const before = atKill[key]?.effects ?? 0;
    expect({ id, twice: before > 1 || effects - before > 1 }).toEqual({ id, twice: false });
  }
}, 240_000);

/** Calls in every way, one after the other, until the hub is gone. */
async function keepCalling(caller: HubClient, toolId: string, client: number, told: Told): Promise<void> {
  const ask = (n: number, extra = {}) => ({ toolId, arguments: { n }, ...extra });
  for (let n = client * 1_000_000; ; n += 10) {
    try {
      const single = await caller.invoke(toolId, { n });
      told.answered.set(single.invocationId, single);
      const background = { arguments: { n: n + 1 }, async: true };
      const params = { path: { toolId } };
      const accepted = await answerOf(caller.api.POST("/api/v1/mcp/invoke/{toolId}", { params, body: background }));
      if (!("invocationId" in accepted)) throw new Error("a call was not accepted");
      told.accepted.set(accepted.invocationId, n + 1);
      const body = { calls: [ask(n + 2), ask(n + 3, { async: true }), ask(n + 4), ask(n + 5)] };
      const { results } = await answerOf(caller.api.POST("/api/v1/mcp/invoke/batch", { body }));
      for (const [index, result] of results.entries()) {
        if ("invocation" in result) told.answered.set(result.invocation.invocationId, result.invocation);
        else if ("pending" in result) told.accepted.set(result.pending.invocationId, n + 2 + index);
        else throw new Error(`a call of a batch was refused: ${result.problem.detail}`);
      }
    } catch (error) {
      // What fetch throws where nobody answers; anything else is a fault.
      if (error instanceof TypeError) return;
      throw error;
    }
  }
}

function hasOutcome({ completedAt }: LoggedCall): boolean {
  return completedAt !== null;
}

/** The call in the log, once it is there and as wanted. */
async function logged(caller: HubClient, id: string, isWanted: (call: LoggedCall) => boolean = () => true) {
  const deadline = Date.now() + IN_LOG_WITHIN_MS;
  while (true) {
    const params = { path: { invocationId: id } };
    const call = await answerOf(caller.api.GET("/api/v1/mcp/invocations/{invocationId}", { params })).catch(
      nullIfMissing,
    );
    if (call !== null && isWanted(call)) return call;
    if (Date.now() > deadline) throw new Error(`${id} is not in the log as it should be: ${JSON.stringify(call)}`);
    await delay(100);
  }
}

function nullIfMissing(error: unknown): null {
  if (error instanceof ProblemError && error.code === "not_found") return null;
  throw error;
}

/** Agents A and B, and B's tool. */
async function prepare(): Promise<{ caller: HubClient; toolId: string }> {
  const hubClient = new HubClient(hub.url);
  const b = await hubClient.register("B");
  const toolId = await b.client.publish({
    name: "mirror",
    description: "Answers its arguments, after a moment",
    endpoint: `${provider.url}/mirror?ms=20`,
    rateLimit: { maxPerMinute: 1_000_000 },
  });
  const a = await hubClient.register("A");
  return { caller: await a.client.withRateLimit(1_000_000), toolId };
}
