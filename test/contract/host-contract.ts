// What every host owes the engine. Each host brings a way to run a plan against the same provider behaviours and
// passes the same cases; a host that cannot wait is spared those that need it.

import { describe, expect, test } from "vitest";
import type { Json } from "../../engine/json.ts";
import type { Plan, PlanStep, RetryPolicy } from "../../engine/plan/plan.ts";
import type { Told } from "../../engine/run/drive.ts";
import type { StepStatus } from "../../engine/run/state.ts";
import { NO_RETRY } from "../../engine/run/retry.ts";

/** What the tool of a step does. */
export type Behaviour =
  /** Answers its arguments. */
  | "echo"
  /** Answers its arguments after 100 ms. */
  | "slow"
  /** 503 to the first two calls of a key, then answers its arguments. */
  | "flaky"
  /** 503, always. */
  | "down"
  /** 400, always. */
  | "refuse"
  /** Never answers. */
  | "hang"
  /** Closes the connection without an answer. */
  | "close"
  /** 200 with a body that is not JSON. */
  | "garbage"
  /** 200 with 10 MB. */
  | "big";

export interface CallSeen {
  readonly idempotencyKey: string;
  readonly invocationId: string;
  readonly arguments: Json;
}

export interface RunSeen {
  readonly status: string;
  readonly output: Json;
  readonly errorCode: string | null;
  readonly steps: Readonly<Record<string, StepSeen>>;
  /** In the order in which the provider received them. */
  readonly calls: readonly CallSeen[];
  /** The most calls that the provider had open at one time. */
  readonly maxOpenCalls: number;
}

export interface StepSeen {
  readonly status: string;
  readonly result: Json;
  readonly errorCode: string | null;
  readonly attempts: number;
}

export interface HostUnderTest {
  /** Whether runs of many steps, retries and waits are this host's business. */
  readonly waits: boolean;
  /** Whether values that are too large for a journal are kept elsewhere. */
  readonly keepsLarge?: true;
  /** Runs the plan to its settlement; `toolId` of each step is a `Behaviour`. `cancel`: as soon as a call is open. */
  run(plan: Plan, input: Json, options?: RunOptions): Promise<RunSeen>;
}

export interface RunOptions {
  readonly cancel?: boolean;
  /** What comes from outside: at once or, with `once`, as soon as this step is as it says. In this order. */
  readonly told?: readonly { readonly event: Told; readonly once?: readonly [stepId: string, status: StepStatus] }[];
}

export function describeHost(name: string, open: () => HostUnderTest | Promise<HostUnderTest>, waits: boolean): void {
  describe(`host contract: ${name}`, () => {
    for (const { title, needsWaits, check } of [...cases, ...later]) {
      if (needsWaits && !waits) continue;
      test(title, { timeout: 60_000 }, async () => check(await open()));
    }
  });
}

interface Case {
  readonly title: string;
  readonly needsWaits: boolean;
  readonly check: (host: HostUnderTest) => Promise<void>;
}

const thrice: RetryPolicy = { ...NO_RETRY, maxAttempts: 3, initialDelayMs: 10, maxDelayMs: 10 };

interface StepSpec extends Partial<Omit<PlanStep, "id">> {
  /** The tool's behaviour, where the step has no other action. */
  readonly does?: Behaviour;
  readonly with?: Json;
}

function planOf(steps: readonly StepSpec[], rest: Partial<Plan> = {}): Plan {
  return {
    format: 2,
    steps: steps.map(({ does = "echo", with: args = "{{input}}", ...spec }, index): PlanStep => ({
      id: steps.length === 1 ? "call" : `s${index}`,
      action: { kind: "tool", toolId: does, arguments: args },
      needs: [],
      retry: NO_RETRY,
      timeoutMs: 10_000,
      ...spec,
    })),
    errorStrategy: "stop_on_first",
    maxParallel: 16,
    ...rest,
  };
}

function failsWith(does: Behaviour, code: string, timeoutMs = 10_000): Case {
  return {
    title: `a provider that does "${does}" ends the step as ${code}, after one call`,
    needsWaits: false,
    check: async (host) => {
      const run = await host.run(planOf([{ does, timeoutMs }]), { n: 1 });
      expect(run).toMatchObject({ status: "failed", errorCode: code });
      expect(run.steps["call"]).toMatchObject({ status: "failed", errorCode: code, attempts: 1, result: null });
      expect(run.calls).toHaveLength(1);
    },
  };
}

const undoing = (does: Behaviour = "echo"): Pick<PlanStep, "compensate"> => ({
  compensate: {
    action: { kind: "tool", toolId: does, arguments: { undo: "{{steps.s0.result?}}", item: "{{item?}}" } },
    retry: NO_RETRY,
    timeoutMs: 10_000,
  },
});

const signal = (name: string, payload: Json): Told => ({
  type: "signal_received",
  name,
  payload,
  sizeBytes: JSON.stringify(payload).length,
  key: JSON.stringify(payload),
});

/** The part of a call's key that is the task's. */
const tasksOf = ({ calls }: RunSeen): string[] =>
  calls.map(({ idempotencyKey }) => idempotencyKey.split(":").slice(1).join(":"));

const later: readonly Case[] = [
  {
    title: "a transform gives what its template gives, and calls nobody",
    needsWaits: true,
    check: async (host) => {
      const run = await host.run(planOf([{ action: { kind: "transform", value: { twice: "{{= $input.n * 2 }}" } } }]), {
        n: 4,
      });
      expect(run).toMatchObject({ status: "success", output: { call: { twice: 8 } }, calls: [] });
    },
  },
  {
    title: "a wait longer than a host sits out in memory ends, and so does one until a time that is past",
    needsWaits: true,
    check: async (host) => {
      const run = await host.run(
        planOf([
          { action: { kind: "wait", for: { ms: 2_500 } } },
          { action: { kind: "wait", for: { until: "2020-01-01T00:00:00Z" } }, needs: [0] },
          { with: { after: "{{steps.s0.status}}" }, needs: [0, 1] },
        ]),
        {},
      );
      expect(run).toMatchObject({ status: "success", output: { s2: { after: "success" } } });
    },
  },
  {
    title: "a signal that comes before its wait is kept for it; each ends one wait, and the same one twice is one",
    needsWaits: true,
    check: async (host) => {
      const wait: StepSpec = { action: { kind: "wait", signal: "go" } };
      const plan = planOf([
        { action: { kind: "wait", for: { ms: 300 } } },
        { ...wait, needs: [0] },
        { ...wait, needs: [1] },
      ]);
      const told = [{ event: signal("go", 1) }, { event: signal("go", 1) }, { event: signal("go", 2) }];
      expect(await host.run(plan, {}, { told })).toMatchObject({ status: "success", output: { s2: 2 } });
    },
  },
  {
    title: "a parked run that waits for a signal goes on when it comes, and fails where none does in time",
    needsWaits: true,
    check: async (host) => {
      const plan = planOf([
        { action: { kind: "wait", signal: "go" } },
        { with: { got: "{{steps.s0.result.n}}" }, needs: [0] },
      ]);
      const told = [{ event: signal("go", { n: 7 }), once: ["s0", "waiting"] as const }];
      expect(await host.run(plan, {}, { told })).toMatchObject({ status: "success", output: { s1: { got: 7 } } });
      const late = planOf([{ action: { kind: "wait", signal: "go", timeoutMs: 50 } }]);
      expect(await host.run(late, {})).toMatchObject({ status: "failed", errorCode: "signal_timeout" });
    },
  },
  {
    title: "what was handed over is answered from outside, once, and the answer is the result",
    needsWaits: true,
    check: async (host) => {
      const plan = planOf([
        { action: { kind: "handoff", mode: "delegate", arguments: { toAgentId: "agent_x" } } },
        { with: { got: "{{steps.s0.result.n}}" }, needs: [0] },
      ]);
      const answer = (n: number): Told => ({
        type: "answer_received",
        step: 0,
        attempt: 1,
        answer: { type: "success", result: { n }, sizeBytes: 7 },
      });
      const told = [{ event: answer(1), once: ["s0", "waiting"] as const }, { event: answer(2) }];
      expect(await host.run(plan, {}, { told })).toMatchObject({ status: "success", output: { s1: { got: 1 } } });
    },
  },
  {
    title: "a step whose `when` is false is skipped; what needs its result too, what only waits for it goes on",
    needsWaits: true,
    check: async (host) => {
      const run = await host.run(
        planOf([
          { when: "{{= $input.n > 5 }}" },
          { with: { needed: "{{steps.s0.result}}" }, needs: [0] },
          { with: { or: "{{steps.s0.result ?? 0}}", was: "{{steps.s0.status}}" }, needs: [0], requires: [] },
        ]),
        { n: 1 },
      );
      expect(run).toMatchObject({ status: "success", output: { s2: { or: 0, was: "skipped" } } });
      expect(run.steps).toMatchObject({ s0: { status: "skipped" }, s1: { status: "skipped" } });
      expect(tasksOf(run)).toEqual(["s2"]);
    },
  },
  {
    title: "onError: a failure that is let pass does not count, and a fallback is the result",
    needsWaits: true,
    check: async (host) => {
      const run = await host.run(
        planOf([
          { does: "refuse", onError: "continue" },
          { does: "refuse", onError: { fallback: { n: "{{input.n}}" } } },
          { with: { error: "{{steps.s0.error.code}}", n: "{{steps.s1.result.n}}" }, needs: [0, 1], requires: [1] },
        ]),
        { n: 3 },
      );
      expect(run).toMatchObject({ status: "success", output: { s2: { error: "provider_error", n: 3 } } });
      expect(run.steps).toMatchObject({
        s0: { status: "failed" },
        s1: { status: "success", errorCode: "provider_error" },
      });
    },
  },
  {
    title: "forEach: each item under a key of its own, a few at a time, results in order",
    needsWaits: true,
    check: async (host) => {
      const forEach = { items: "{{input.list}}", concurrency: 2, tolerate: { items: 0 } };
      const run = await host.run(planOf([{ does: "slow", with: { at: "{{index}}", is: "{{item}}" }, forEach }]), {
        list: ["a", "b", "c", "d", "e"],
      });
      expect(run.output).toEqual({ call: ["a", "b", "c", "d", "e"].map((is, at) => ({ at, is })) });
      expect(run.maxOpenCalls).toBe(2);
      expect(tasksOf(run).toSorted()).toEqual(["call:0", "call:1", "call:2", "call:3", "call:4"]);
      expect(new Set(run.calls.map(({ invocationId }) => invocationId)).size).toBe(5);
    },
  },
  {
    title: "forEach: as many items may fail as are tolerated, and no more",
    needsWaits: true,
    check: async (host) => {
      const each = (does: Behaviour, percent: number) =>
        planOf([
          { does, forEach: { items: [1, 2, 3], concurrency: 1, tolerate: { percent } }, with: { n: "{{item}}" } },
        ]);
      expect(await host.run(each("refuse", 100), {})).toMatchObject({
        status: "success",
        output: { call: [null, null, null] },
      });
      const run = await host.run(each("refuse", 50), {});
      expect(run).toMatchObject({ status: "failed", errorCode: "provider_error" });
      expect(run.calls).toHaveLength(2);
    },
  },
  {
    title: "compensate: what was done is undone, the last first, item by item, and the rest where one cannot be",
    needsWaits: true,
    check: async (host) => {
      const forEach = { items: ["x", "y"], concurrency: 1, tolerate: { items: 0 } };
      const run = await host.run(
        planOf(
          [
            { with: { booked: 0 }, ...undoing() },
            { with: { item: "{{item}}" }, forEach, needs: [0], ...undoing("refuse") },
            { does: "refuse", needs: [1], ...undoing() },
          ],
          { errorStrategy: "compensate" },
        ),
        {},
      );
      expect(run).toMatchObject({ status: "failed", errorCode: "provider_error", output: null });
      expect(tasksOf(run).slice(-3)).toEqual(["s1:1:compensate", "s1:0:compensate", "s0:compensate"]);
      expect(run.calls.at(-1)?.arguments).toEqual({ undo: { booked: 0 }, item: null });
      expect(run.calls.at(-2)?.arguments).toEqual({ undo: { booked: 0 }, item: "x" });
    },
  },
  {
    title: "a paused run begins nothing, and goes on when it is resumed",
    needsWaits: true,
    check: async (host) => {
      const plan = planOf([{ does: "slow" }, { needs: [0] }]);
      const told: RunOptions["told"] = [
        { event: { type: "pause_requested" } },
        { event: { type: "resume_requested" }, once: ["s0", "success"] },
      ];
      const run = await host.run(plan, {}, { told });
      expect(run.status).toBe("success");
      expect(tasksOf(run)).toEqual(["s0", "s1"]);
    },
  },
  {
    title: "an output that does not fit the outputSchema fails the run",
    needsWaits: true,
    check: async (host) => {
      const plan = planOf([{}], {
        output: { n: "{{input.n}}" },
        outputSchema: { properties: { n: { type: "string" } } },
      });
      expect(await host.run(plan, { n: "1" })).toMatchObject({ status: "success", output: { n: "1" } });
      expect(await host.run(plan, { n: 1 })).toMatchObject({
        status: "failed",
        errorCode: "output_mismatch",
        output: null,
      });
    },
  },
];

const cases: readonly Case[] = [
  {
    title: "the provider gets the arguments and the call's key, once, and its answer is the result",
    needsWaits: false,
    check: async (host) => {
      const run = await host.run(planOf([{ does: "echo" }]), { city: "Seoul", n: [1, 2] });
      expect(run).toMatchObject({ status: "success", errorCode: null });
      expect(run.steps["call"]).toMatchObject({ status: "success", result: { city: "Seoul", n: [1, 2] }, attempts: 1 });
      expect(run.calls).toHaveLength(1);
      expect(run.calls[0]?.arguments).toEqual({ city: "Seoul", n: [1, 2] });
      expect(run.calls[0]?.idempotencyKey).toMatch(/^.+:call$/);
      expect(run.calls[0]?.invocationId).toMatch(/^inv_/);
    },
  },
  {
    title: "arguments that look like templates reach the provider as they are",
    needsWaits: false,
    check: async (host) => {
      const hostile = { a: "{{input.secret}}", b: "{{= $input }}", c: "\\{{" };
      const run = await host.run(planOf([{ does: "echo" }]), hostile);
      expect(run.calls[0]?.arguments).toEqual(hostile);
      expect(run.steps["call"]?.result).toEqual(hostile);
    },
  },
  failsWith("refuse", "provider_error"),
  failsWith("down", "provider_unavailable"),
  failsWith("hang", "timeout", 300),
  failsWith("close", "provider_unreachable"),
  failsWith("garbage", "invalid_response"),
  {
    title: "an answer of 10 MB ends the step as response_too_large, or as a success whose result is kept elsewhere",
    needsWaits: false,
    check: async (host) => {
      const run = await host.run(planOf([{ does: "big" }]), { n: 1 });
      const end = host.keepsLarge
        ? { status: "success", errorCode: null }
        : { status: "failed", errorCode: "response_too_large" };
      expect(run).toMatchObject(end);
      expect(run.steps["call"]).toMatchObject({ ...end, attempts: 1, result: null });
      expect(run.calls).toHaveLength(1);
    },
  },
  {
    title: "a retryable failure is tried again under the same key and the same invocation",
    needsWaits: true,
    check: async (host) => {
      const run = await host.run(planOf([{ does: "flaky", retry: thrice }]), { n: 1 });
      expect(run.steps["call"]).toMatchObject({ status: "success", attempts: 3, result: { n: 1 } });
      expect(run.calls).toHaveLength(3);
      expect(new Set(run.calls.map((call) => call.idempotencyKey)).size).toBe(1);
      expect(new Set(run.calls.map((call) => call.invocationId)).size).toBe(1);
    },
  },
  {
    title: "a wait longer than a host sits out in memory ends, and the step is tried again",
    needsWaits: true,
    check: async (host) => {
      const patient = { ...thrice, initialDelayMs: 2_500, maxDelayMs: 2_500, maxAttempts: 2 };
      const run = await host.run(planOf([{ does: "down", retry: patient }]), {});
      expect(run.steps["call"]).toMatchObject({ status: "failed", attempts: 2 });
      expect(run.calls).toHaveLength(2);
    },
  },
  {
    title: "a final failure is not tried again, whatever the policy",
    needsWaits: true,
    check: async (host) => {
      const run = await host.run(planOf([{ does: "refuse", retry: thrice }]), {});
      expect(run.steps["call"]).toMatchObject({ status: "failed", attempts: 1 });
    },
  },
  {
    title: "a code that the policy calls non-retryable is not tried again",
    needsWaits: true,
    check: async (host) => {
      const picky = { ...thrice, nonRetryable: ["provider_unavailable"] };
      const run = await host.run(planOf([{ does: "down", retry: picky }]), {});
      expect(run.steps["call"]).toMatchObject({ status: "failed", attempts: 1 });
    },
  },
  {
    title: "a step gets the results of those before it, with their JSON types",
    needsWaits: true,
    check: async (host) => {
      const run = await host.run(
        planOf([
          { does: "echo", with: { n: "{{input.n}}" } },
          { does: "echo", with: { n: "{{steps.s0.result.n}}", said: "n is {{steps.s0.result.n}}" }, needs: [0] },
        ]),
        { n: 7 },
      );
      expect(run.output).toEqual({ s1: { n: 7, said: "n is 7" } });
      expect(run.calls.map((call) => call.idempotencyKey.split(":")[1])).toEqual(["s0", "s1"]);
    },
  },
  {
    title: "hostile output of one step is never evaluated by the next",
    needsWaits: true,
    check: async (host) => {
      const run = await host.run(
        planOf([
          { does: "echo", with: { text: "{{input.text}}" } },
          { does: "echo", with: { quoted: "<{{steps.s0.result.text}}>" }, needs: [0] },
        ]),
        { text: "{{input.secret}}", secret: "s3cret" },
      );
      expect(run.output).toEqual({ s1: { quoted: "<{{input.secret}}>" } });
    },
  },
  {
    title: "a fan-out of 40 runs 16 at a time and joins",
    needsWaits: true,
    check: async (host) => {
      const leaves = Array.from({ length: 40 }, (): StepSpec => ({ does: "slow", with: { n: 1 } }));
      const join: StepSpec = {
        does: "echo",
        with: { all: leaves.map((_, index) => `{{steps.s${index}.result.n}}`) },
        needs: leaves.map((_, index) => index),
      };
      const run = await host.run(planOf([...leaves, join]), {});
      expect(run.output).toEqual({ s40: { all: leaves.map(() => 1) } });
      expect(run.calls).toHaveLength(41);
      expect(run.maxOpenCalls).toBe(16);
      expect(run.calls.at(-1)?.idempotencyKey).toMatch(/:s40$/);
    },
  },
  {
    title: "stop_on_first: the first failure ends the run, and what had not settled is cancelled",
    needsWaits: true,
    check: async (host) => {
      const run = await host.run(planOf([{ does: "refuse" }, { does: "hang" }, { does: "echo", needs: [1] }]), {});
      expect(run).toMatchObject({ status: "failed", errorCode: "provider_error", output: null });
      expect(run.steps).toMatchObject({
        s0: { status: "failed" },
        s1: { status: "cancelled" },
        s2: { status: "cancelled", attempts: 0 },
      });
    },
  },
  {
    title: "continue: what does not depend on a failed step runs to its end, the rest is skipped",
    needsWaits: true,
    check: async (host) => {
      const run = await host.run(
        planOf(
          [
            { does: "refuse" },
            { does: "slow", with: { ok: true } },
            { does: "echo", needs: [0] },
            { does: "echo", needs: [2] },
            { does: "echo", with: { after: "{{steps.s1.result.ok}}" }, needs: [1] },
          ],
          { errorStrategy: "continue" },
        ),
        {},
      );
      expect(run).toMatchObject({ status: "failed", errorCode: "provider_error", output: { s4: { after: true } } });
      expect(run.steps).toMatchObject({
        s0: { status: "failed" },
        s1: { status: "success" },
        s2: { status: "skipped", attempts: 0 },
        s3: { status: "skipped", attempts: 0 },
        s4: { status: "success" },
      });
    },
  },
  {
    title: "a template that does not render fails its step and never reaches the provider",
    needsWaits: true,
    check: async (host) => {
      const run = await host.run(
        planOf([
          { does: "echo", with: { a: 1 } },
          { does: "echo", with: { b: "{{steps.s0.result.nope}}" }, needs: [0] },
        ]),
        {},
      );
      expect(run.status).toBe("failed");
      expect(run.steps["s1"]).toMatchObject({ status: "failed", attempts: 0 });
      expect(run.calls).toHaveLength(1);
    },
  },
  {
    title: "the output template is the run's output",
    needsWaits: true,
    check: async (host) => {
      const plan = planOf([{ does: "echo" }, { does: "echo" }], { output: { first: "{{steps.s0.result.n}}" } });
      expect((await host.run(plan, { n: 3 })).output).toEqual({ first: 3 });
    },
  },
  {
    title: "a run over its timeoutMs fails as run_timeout, whatever its provider does",
    needsWaits: true,
    check: async (host) => {
      const run = await host.run(planOf([{ does: "hang", timeoutMs: 60_000 }], { timeoutMs: 400 }), {});
      expect(run).toMatchObject({ status: "failed", errorCode: "run_timeout" });
      expect(run.steps["call"]?.status).toBe("cancelled");
    },
  },
  {
    title: "a cancelled run settles as cancelled and starts nothing more",
    needsWaits: true,
    check: async (host) => {
      const run = await host.run(planOf([{ does: "hang" }, { does: "echo", needs: [0] }]), {}, { cancel: true });
      expect(run).toMatchObject({ status: "cancelled", errorCode: "cancelled" });
      expect(run.steps).toMatchObject({ s0: { status: "cancelled" }, s1: { status: "cancelled", attempts: 0 } });
      expect(run.calls).toHaveLength(1);
    },
  },
];
