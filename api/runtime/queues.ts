// Which queue a run waits in, where its workflow bounds how many are under way.

import type { Json } from "../../engine/json.ts";
import type { Plan } from "../../engine/plan/plan.ts";
import { render } from "../../engine/template/render.ts";
import type { Env } from "../env.ts";
import { digestOf } from "../platform/secrets.ts";
import type { RunRecord } from "./run-record.ts";
import type { RunQueue } from "./run-queue.ts";

export type ConcurrencyKey =
  /** Null: the workflow has no bound. */
  { readonly ok: true; readonly key: string | null } | { readonly ok: false; readonly message: string };

const MAX_KEY_CHARS = 1_000;

/** What the workflow's concurrency key comes to for this input. */
export async function concurrencyKeyOf({ concurrency }: Plan, runId: string, input: Json): Promise<ConcurrencyKey> {
  if (concurrency === undefined) return { ok: true, key: null };
  if (concurrency.key === undefined) return { ok: true, key: "" };
  const steps = Object.create(null) as Record<string, never>;
  const rendered = await render(concurrency.key, { input, steps, run: { id: runId } });
  if (!rendered.ok) return { ok: false, message: `concurrency.key: ${rendered.fault.message}` };
  const key = typeof rendered.value === "string" ? rendered.value : JSON.stringify(rendered.value);
  if (key.length <= MAX_KEY_CHARS) return { ok: true, key };
  return {
    ok: false,
    message: `concurrency.key gives ${key.length} characters; at most ${MAX_KEY_CHARS} are allowed.`,
  };
}

/** The queue of the run's key; null: it waits in none. A run counts with its agent's runs of its workflow alone. */
export async function queueOf(
  { RUN_QUEUE }: Env,
  { agentId, workflowId, concurrencyKey }: RunRecord,
): Promise<DurableObjectStub<RunQueue> | null> {
  if (concurrencyKey === undefined || concurrencyKey === null) return null;
  return RUN_QUEUE.getByName(`${agentId}/${workflowId}/${await digestOf(concurrencyKey)}`);
}
