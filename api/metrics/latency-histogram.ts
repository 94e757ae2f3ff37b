// The log's histogram as Prometheus wants one: cumulative, with bounds in seconds that never change.

import { latestOf } from "../tools/latency-buckets.ts";
import type { CallCount } from "./store.ts";
import type { Sample } from "./text-format.ts";

/** The log's buckets at whose end there is a bound: 2, 5, 9, 25, 49 ms and so on up to five minutes. */
const ENDS = [8, 17, 24, 34, 41, 49, 58, 65, 73, 80, 90, 97, 108, 121, 133];

export function latencyHistogram(counts: readonly CallCount[]): Sample[] {
  const upTo = (end: number) => counts.reduce((sum, { bucket, calls }) => sum + (bucket <= end ? calls : 0), 0);
  const total = upTo(Number.POSITIVE_INFINITY);
  const totalMs = counts.reduce((sum, { totalLatencyMs }) => sum + totalLatencyMs, 0);
  return [
    ...ENDS.map((end) => ({ suffix: "_bucket", labels: { le: String(latestOf(end) / 1000) }, value: upTo(end) })),
    { suffix: "_bucket", labels: { le: "+Inf" }, value: total },
    { suffix: "_sum", value: totalMs / 1000 },
    { suffix: "_count", value: total },
  ];
}
