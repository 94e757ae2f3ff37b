// Retry: the first retrier, as the attempts that a step has.

import { MAX_RETRY_DELAY_MS } from "../../definition/limits.ts";
import type { JsonObject } from "../../json.ts";
import { isObject } from "../../schema/resources.ts";
import type { State } from "./state.ts";

const KNOWN = [
  "ErrorEquals",
  "Comment",
  "IntervalSeconds",
  "MaxAttempts",
  "BackoffRate",
  "MaxDelaySeconds",
  "JitterStrategy",
];

export function retryOf({ flow, source, at }: State): JsonObject {
  const retriers = Array.isArray(source["Retry"]) ? source["Retry"] : [];
  const [first, ...more] = retriers;
  if (first === undefined) return { retry: { maxAttempts: 1 } };
  const where = `${at}/Retry/0`;
  if (!isObject(first)) {
    flow.note("error", "invalid_source", where, "A retrier is an object.", "Write {ErrorEquals, …}.");
    return { retry: { maxAttempts: 1 } };
  }
  flow.unmappedFields(first, KNOWN, where);
  const number = (field: string, instead: number): number => {
    const { [field]: said = instead } = first;
    if (typeof said === "number" && said >= 0) return said;
    flow.note("error", "invalid_source", `${where}/${field}`, `${field} is no number.`, "Write a number.");
    return instead;
  };
  const rate = number("BackoffRate", 2);
  const maxDelayMs = number("MaxDelaySeconds", MAX_RETRY_DELAY_MS / 1000) * 1000;
  const jitter = first["JitterStrategy"] === "FULL";
  const differences = [
    "Only failures that can pass are retried, whatever they are called.",
    ...(more.length > 0 ? ["The first retrier stands for all."] : []),
    ...(jitter ? ["The jitter takes away up to half of the delay."] : []),
  ];
  const hint =
    "Failures that can pass: 5xx, 408, 429, no answer, a timeout. Name those that are final in retry.nonRetryable.";
  flow.approximated(`${at}/Retry`, differences.join(" "), hint);
  if (rate !== 1 && rate !== 2) {
    const message = `A rate of ${rate} becomes 2.`;
    flow.approximated(`${where}/BackoffRate`, message, "Delays are constant (1), or double (2).");
  }
  return {
    retry: {
      maxAttempts: number("MaxAttempts", 3) + 1,
      backoff: rate === 1 ? "constant" : "exponential",
      initialDelayMs: number("IntervalSeconds", 1) * 1000,
      maxDelayMs,
      jitter,
    },
  };
}
