// Latencies as histograms that can be added up: each bucket is a tenth wider than the one before, so that a percentile
// read from the sums is off by 5 % at most.

const GROWTH = 1.1;

/** Of a call that ended without a latency. */
export const UNTIMED = -1;

/** Bucket 0 holds what took less than 1 ms, bucket n what took from 1.1^(n-1) up to 1.1^n ms. */
export function bucketOf(latencyMs: number | undefined): number {
  if (latencyMs === undefined) return UNTIMED;
  return latencyMs < 1 ? 0 : 1 + Math.floor(Math.log(latencyMs) / Math.log(GROWTH));
}

/** The longest latency of a bucket, in whole milliseconds. */
export function latestOf(bucket: number): number {
  return Math.ceil(GROWTH ** bucket) - 1;
}

/** What stands for the latencies of a bucket, whole milliseconds: none of them is further away than 5 %. */
export function latencyOf(bucket: number): number {
  if (bucket <= 0) return 0;
  const [least, most] = [Math.ceil(GROWTH ** (bucket - 1)), latestOf(bucket)];
  // The harmonic mean is as far, in proportion, from the one as from the other.
  return toTenths((2 * least * most) / (least + most));
}

/**
 * The latency that `percent` of the calls did not exceed (nearest rank); null where no call was timed. `calls` holds
 * how many there are by bucket.
 */
export function percentile(calls: ReadonlyMap<number, number>, percent: number): number | null {
  const timed = [...calls].filter(([bucket]) => bucket !== UNTIMED).toSorted(([one], [other]) => one - other);
  let left = Math.ceil((timed.reduce((sum, [, count]) => sum + count, 0) * percent) / 100);
  for (const [bucket, count] of timed) {
    left -= count;
    if (left <= 0) return latencyOf(bucket);
  }
  return null;
}

export function toTenths(value: number): number {
  return Math.round(value * 10) / 10;
}
