// The hub in numbers. What the log knows is read from it and remembered for a moment; what only an isolate knows, its
// exporter's counts, is said to be one isolate's. No label names a caller, a tool or a provider: there can be any number.

import { version } from "../../package.json";
import { recentFor } from "../platform/recent.ts";
import type { Services } from "../services.ts";
import { exporterOf } from "../telemetry/exporter.ts";
import { UNTIMED } from "../tools/latency-buckets.ts";
import { latencyHistogram } from "./latency-histogram.ts";
import { type CallCount, selectCallCounts, selectOpenRuns, selectTotals } from "./store.ts";
import type { Metric } from "./text-format.ts";

const REMEMBERED_MS = 15_000;
const CALL_STATUSES = ["success", "error", "timeout", "abandoned"];
const LIMITS = ["key", "tool"];
const SETTLED = ["success", "failed", "cancelled"];
const OPEN = ["pending", "running"];
const ATTEMPTED = ["delivered", "retried", "dead"];

const remembered = recentFor<Metric[]>(REMEMBERED_MS, 1);

export async function readMetrics({ env, db }: Services): Promise<Metric[]> {
  const known = remembered(env).get("metrics");
  const ofLog = known ?? (await readLog(db));
  if (known === undefined) remembered(env).set("metrics", ofLog);
  return [buildInfo, ...ofLog, ...ofExporter(env)];
}

const buildInfo: Metric = {
  name: "nexuscall_build_info",
  type: "gauge",
  help: "Always 1; the label says which version of the hub this is.",
  samples: [{ labels: { version }, value: 1 }],
};

async function readLog(db: Services["db"]): Promise<Metric[]> {
  const [calls, refused, settled, open, callbacks] = await Promise.all([
    selectCallCounts(db),
    selectTotals(db, "calls_refused"),
    selectTotals(db, "runs_settled"),
    selectOpenRuns(db),
    selectTotals(db, "callbacks"),
  ]);
  return [
    {
      name: "nexuscall_calls_total",
      type: "counter",
      help: "Calls of tools that have ended, steps of runs included, by outcome; abandoned: given up from the caller's side.",
      samples: CALL_STATUSES.map((status) => ({ labels: { status }, value: callsOf(calls, status) })),
    },
    {
      name: "nexuscall_call_duration_seconds",
      type: "histogram",
      help: "How long calls of tools took.",
      samples: latencyHistogram(calls.filter(({ bucket }) => bucket !== UNTIMED)),
    },
    {
      name: "nexuscall_calls_refused_total",
      type: "counter",
      help: "Calls, and starts of runs, that met the limit of a key or of a tool, by whose; a minute behind.",
      samples: LIMITS.map((limit) => ({ labels: { limit }, value: refused.get(limit) ?? 0 })),
    },
    {
      name: "nexuscall_runs_settled_total",
      type: "counter",
      help: "Runs of workflows that have ended, by how.",
      samples: SETTLED.map((status) => ({ labels: { status }, value: settled.get(status) ?? 0 })),
    },
    {
      name: "nexuscall_runs_open",
      type: "gauge",
      help: "Runs of workflows that have not ended.",
      samples: OPEN.map((status) => ({ labels: { status }, value: open.get(status) ?? 0 })),
    },
    {
      name: "nexuscall_callback_attempts_total",
      type: "counter",
      help: "Attempts to bring an outcome to its callbackUrl, by what came of them: dead, those that were the last.",
      samples: ATTEMPTED.map((came) => ({ labels: { came }, value: callbacks.get(came) ?? 0 })),
    },
    {
      name: "nexuscall_callbacks_pending",
      type: "gauge",
      help: "Callbacks that are still to be brought.",
      samples: [{ value: callbacks.get("pending") ?? 0 }],
    },
  ];
}

function callsOf(counts: readonly CallCount[], status: string): number {
  return counts.filter((each) => each.status === status).reduce((total, { calls }) => total + calls, 0);
}

function ofExporter(env: Services["env"]): Metric[] {
  const exporter = exporterOf(env);
  if (exporter === null) return [];
  const { exported, dropped } = exporter.counts;
  const of = "that the isolate that answers has";
  return [
    {
      name: "nexuscall_spans_exported_total",
      type: "counter",
      help: `Spans ${of} exported.`,
      samples: [{ value: exported }],
    },
    {
      name: "nexuscall_spans_dropped_total",
      type: "counter",
      help: `Spans ${of} dropped.`,
      samples: [{ value: dropped }],
    },
  ];
}
