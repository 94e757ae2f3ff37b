// The limits as a history shows them: 64 callers at once, in every way in which a call is admitted, while time passes and
// gates are lost.

import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { newId } from "../../../api/platform/ids.ts";
import type { Admitted } from "../../../api/runtime/admission.ts";
import { LEASE_MS, type Lease } from "../../../api/runtime/leases.ts";
import type { Quota } from "../../../api/runtime/sliding-window.ts";
import { Seeded } from "../../engine/run/seeded.ts";
import { type AdmittedCall, excessesOf, type Limit } from "../../harness/limit-history.ts";

const CALLERS = 64;
const ROUNDS = 40;

beforeEach(() => vi.useFakeTimers({ toFake: ["Date"] }));
afterEach(() => vi.useRealTimers());

test.each([1, 2, 3])(
  "64 callers at once never get over a key's or a tool's limit, and are not refused below it (seed %i)",
  async (seed) => {
    const random = new Seeded(seed);
    const pick = <T>(of: readonly T[]) => of[random.upTo(of.length - 1)] as T;
    const tools: Limit[] = [20, 50, 90].map((perMinute) => ({ id: newId("tool"), perMinute }));
    const agents = [3, 1].map((keys) => {
      const id = newId("agent");
      const keyLimits = Array.from({ length: keys }, () => ({
        id: newId("key"),
        perMinute: pick([30, 60, 1_000]),
      }));
      return { id, keys: keyLimits, gate: env.CALLER_GATE.getByName(id) };
    });
    const admitted: AdmittedCall[] = [];
    const lost: AdmittedCall[] = [];
    let refusals = 0;
    let lent = 0;
    // A tool's limit holds for each caller.
    const ofCaller = (agentId: string, tool: Limit) => ({ ...tool, id: `${agentId} ${tool.id}` });

    /** Lent places are used up to the end of their lease, and most of the others come back. */
    async function useSome(gate: (typeof agents)[number]["gate"], lease: Lease, limits: Limit[]): Promise<void> {
      const used = random.upTo(lease.places);
      for (let n = 0; n < used; n++) admitted.push({ at: Date.now() + random.upTo(LEASE_MS), limits });
      lent += lease.places;
      if (random.next() < 0.9) await gate.giveBack([{ ...lease, used }]);
      // For whoever asks how full the window was.
      else for (let n = used; n < lease.places; n++) lost.push({ at: Date.now() + LEASE_MS, limits });
    }

    /** @returns the limit that the call was refused by */
    async function callOnce(): Promise<string | null> {
      const { id: callerAgentId, keys, gate } = pick(agents);
      const [key, tool] = [pick(keys), pick(tools)];
      const use = { callerAgentId, keyId: key.id, keyLimit: key.perMinute, toolId: tool.id, toolLimit: tool.perMinute };
      const way = random.next();
      const moreOf = (quota: Quota) => (random.next() < 0.5 ? [{ ...quota, places: 1 + random.upTo(9) }] : []);
      if (way < 0.1) {
        const count = 1 + random.upTo(3);
        const quota = { id: tool.id, limit: tool.perMinute };
        const { times, leases } = await gate.reserve(
          callerAgentId,
          Array.from({ length: count }, () => quota),
          { more: moreOf(quota), ended: [] },
        );
        const limits = [ofCaller(callerAgentId, tool)];
        for (const at of times) admitted.push({ at, limits });
        for (const lease of leases) await useSome(gate, lease, limits);
        return null;
      }
      if (way < 0.2) {
        const quota = { id: key.id, limit: key.perMinute };
        const answer = await gate.admitKey(quota, { more: moreOf(quota), ended: [] });
        if (!answer.admitted) return key.id;
        admitted.push({ at: Date.now(), limits: [key] });
        if (answer.value !== null) await useSome(gate, answer.value, [key]);
        return null;
      }
      const answer: Admitted<{ at: number }> =
        way < 0.4 ? await gate.admitCall(use) : await gate.begin({ ...use, invocationId: newId("inv") });
      const limit = ofCaller(callerAgentId, tool);
      if (answer.admitted) admitted.push({ at: answer.value.at, limits: [key, limit] });
      if (answer.admitted) return null;
      return answer.scope === "key" ? key.id : limit.id;
    }

    for (let round = 0; round < ROUNDS; round++) {
      const refused = await Promise.all(Array.from({ length: CALLERS }, callOnce));
      for (const limit of new Set(refused.filter((id) => id !== null))) {
        // What was admitted in the 60 s up to now, and ahead, filled the limit.
        const taken = [...admitted, ...lost].filter(
          ({ at, limits }) => at > Date.now() - 60_000 && limits.some(({ id }) => id === limit),
        );
        expect(taken.length).toBeGreaterThanOrEqual(perMinuteOf(limit));
      }
      refusals += refused.filter((id) => id !== null).length;
      if (random.next() < 0.2) await evictDurableObject(pick(agents).gate);
      vi.setSystemTime(Date.now() + Math.floor(random.next() ** 3 * 20_000));
    }

    expect(excessesOf(admitted)).toEqual([]);
    // The load met the limits, or the history proves nothing.
    expect(refusals).toBeGreaterThan(CALLERS);
    expect(admitted.length).toBeGreaterThan(CALLERS);
    expect(lent).toBeGreaterThan(0);

    function perMinuteOf(limit: string): number {
      return (
        admitted.flatMap(({ limits }) => limits).find(({ id }) => id === limit)?.perMinute ?? Number.POSITIVE_INFINITY
      );
    }
  },
);
