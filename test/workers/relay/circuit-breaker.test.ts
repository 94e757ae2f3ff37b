import fc from "fast-check";
import { expect, test } from "vitest";
import { Bulkhead } from "../../../api/relay/bulkhead.ts";
import { CircuitBreaker, type Sight } from "../../../api/relay/circuit-breaker.ts";

const gone: Sight = { is: "gone", errorCode: "provider_unreachable" };
const there: Sight = { is: "there" };
const unknown: Sight = { is: "unknown" };
const CALL_MS = 30_000;

/** Opened at 0 by ten calls that found nobody. */
function opened(): CircuitBreaker {
  const breaker = new CircuitBreaker(0);
  for (let call = 0; call < 10; call++) breaker.report(gone, 0, 0);
  return breaker;
}

test("ten calls that find nobody open it, and nine do not", () => {
  const breaker = new CircuitBreaker(0);
  for (let call = 1; call < 10; call++) expect(breaker.report(gone, call, call)).toBeNull();
  expect(breaker.enter(9, CALL_MS)).toBeNull();
  expect(breaker.report(gone, 10, 10)).toEqual({
    state: "open",
    since: 10,
    retryAt: 5_010,
    errorCode: "provider_unreachable",
  });
  expect(breaker.enter(11, CALL_MS)).toBe(5_010);
});

test("it stays closed while more than half of the last calls are answered, and counts none that are older than a minute", () => {
  const breaker = new CircuitBreaker(0);
  for (let call = 0; call < 100; call++) {
    expect(breaker.report(there, call, call)).toBeNull();
    if (call % 2 === 0) expect(breaker.report(gone, call, call)).toBeNull();
  }
  const slow = new CircuitBreaker(0);
  for (let call = 0; call < 50; call++) expect(slow.report(gone, call * 7_000, call * 7_000)).toBeNull();
});

test("what says nothing of the provider does not count", () => {
  const breaker = new CircuitBreaker(0);
  for (let call = 0; call < 100; call++) expect(breaker.report(unknown, call, call)).toBeNull();
  expect(breaker.state.state).toBe("closed");
});

test("once the pause is over, one call at a time tries; an answer closes it", () => {
  const breaker = opened();
  expect(breaker.enter(4_999, 40_000)).toBe(5_000);
  expect(breaker.enter(5_000, 40_000)).toBeNull();
  expect(breaker.enter(5_001, 40_000)).toBe(40_000);
  expect(breaker.report(there, 5_000, 6_000)).toEqual({ state: "closed", since: 6_000 });
  expect(breaker.enter(6_001, 40_000)).toBeNull();
  expect(breaker.enter(6_001, 40_000)).toBeNull();
});

test("a probe that finds nobody doubles the pause, up to a minute", () => {
  const breaker = opened();
  const pauses: number[] = [];
  for (let probe = 0; probe < 6; probe++) {
    const { state } = breaker;
    if (state.state !== "open") throw new Error("it must be open");
    expect(breaker.enter(state.retryAt, state.retryAt + CALL_MS)).toBeNull();
    const next = breaker.report(gone, state.retryAt, state.retryAt + 1);
    pauses.push(next?.state === "open" ? next.retryAt - next.since : Number.NaN);
  }
  expect(pauses).toEqual([10_000, 20_000, 40_000, 60_000, 60_000, 60_000]);
});

test("a probe whose host died holds its place until its deadline only, and one that says nothing gives it back", () => {
  const breaker = opened();
  expect(breaker.enter(5_000, 9_000)).toBeNull();
  expect(breaker.enter(8_999, 40_000)).toBe(9_000);
  expect(breaker.enter(9_000, 40_000)).toBeNull();
  expect(breaker.report(unknown, 9_000, 9_500)).toBeNull();
  expect(breaker.enter(9_501, 40_000)).toBeNull();
});

test("calls that left before it opened and find nobody do not lengthen the pause", () => {
  const breaker = opened();
  expect(breaker.report(gone, 0, 8_000)).toBeNull();
  expect(breaker.state).toMatchObject({ retryAt: 5_000 });
});

test("what another isolate saw is taken over where it is newer, and only there", () => {
  const breaker = new CircuitBreaker(100);
  breaker.adopt({ state: "open", since: 50, retryAt: 5_050, errorCode: "timeout" });
  expect(breaker.state.state).toBe("closed");
  breaker.adopt({ state: "open", since: 150, retryAt: 5_150, errorCode: "timeout" });
  expect(breaker.enter(200, CALL_MS)).toBe(5_150);
  breaker.adopt({ state: "closed", since: 300 });
  expect(breaker.enter(301, CALL_MS)).toBeNull();
});

const events = fc.array(
  fc.record({
    afterMs: fc.integer({ min: 0, max: 20_000 }),
    takesMs: fc.integer({ min: 0, max: 20_000 }),
    sight: fc.constantFrom(gone, there, unknown),
  }),
  { maxLength: 200 },
);

test("in whatever order calls come and go, none leaves before the pause is over, and it never stays shut for good", () => {
  fc.assert(
    fc.property(events, (calls) => {
      const breaker = new CircuitBreaker(0);
      let now = 0;
      for (const { afterMs, takesMs, sight } of calls) {
        now += afterMs;
        const { state } = breaker;
        const until = breaker.enter(now, now + CALL_MS);
        if (state.state === "open" && now < state.retryAt) expect(until).toBe(state.retryAt);
        if (until === null) breaker.report(sight, now, now + takesMs);
        else expect(until).toBeGreaterThan(now);
      }
      expect(breaker.enter(now + 200_000, now + 230_000)).toBeNull();
    }),
  );
});

test("a bulkhead has as many places as it says, and a place whose call was torn down is free at its deadline", () => {
  const bulkhead = new Bulkhead(2);
  const first = bulkhead.take(0, 1_000);
  expect(bulkhead.take(0, 5_000)).not.toBeNull();
  expect(bulkhead.take(0, 5_000)).toBeNull();
  if (first === null) throw new Error("the first place must be free");
  bulkhead.leave(first);
  expect(bulkhead.take(1, 1_000)).not.toBeNull();
  expect(bulkhead.take(999, 5_000)).toBeNull();
  expect(bulkhead.take(1_000, 5_000)).not.toBeNull();
  expect(bulkhead.isEmpty(1_000)).toBe(false);
  expect(bulkhead.isEmpty(5_000)).toBe(true);
});
