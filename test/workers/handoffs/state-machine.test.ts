// Every state, every action, every role, over HTTP: what is possible is written down here once more, by hand.

import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import type { TestAgent } from "../api/hub.ts";
import { act, newTagged, read, send } from "./agents.ts";

const STATES = ["pending", "accepted", "rejected", "completed", "failed", "cancelled", "expired"] as const;
const ACTIONS = ["accept", "reject", "complete", "fail", "cancel", "delete"] as const;
type State = (typeof STATES)[number];
type Mode = "delegate" | "transfer";
/** `candidate`: one of those that have the tag; `former`: was asked and is not any more; `stranger`: never was. */
type Role = "sender" | "receiver" | "candidate" | "former" | "stranger";

/** What can be done, and what comes of it; all else is refused. */
const POSSIBLE: Record<Role, Partial<Record<State, Record<string, State | "gone">>>> = {
  sender: {
    pending: { cancel: "cancelled" },
    accepted: { cancel: "cancelled" },
    rejected: { delete: "gone" },
    completed: { delete: "gone" },
    failed: { delete: "gone" },
    cancelled: { delete: "gone" },
    expired: { delete: "gone" },
  },
  receiver: {
    pending: { accept: "accepted", reject: "rejected" },
    accepted: { complete: "completed", fail: "failed" },
  },
  candidate: { pending: { accept: "accepted", reject: "pending" } },
  former: {},
  stranger: {},
};

const tag = `machine-${crypto.randomUUID()}`;
let sender: TestAgent;
let first: TestAgent;
let receiver: TestAgent;
let candidate: TestAgent;
let other: TestAgent;
let stranger: TestAgent;

beforeAll(async () => {
  sender = await newTagged("sender");
  [first, receiver, stranger] = [await newTagged("first"), await newTagged("receiver"), await newTagged("stranger")];
  [candidate, other] = [await newTagged("candidate", tag), await newTagged("other", tag)];
});

/** A handoff in this state, and who plays the role. A candidate's is asked of a tag; all others were asked of `first` before. */
async function handoffIn(state: State, mode: Mode, role: Role): Promise<{ id: string; agent: TestAgent }> {
  const agent = { sender, receiver, candidate, former: first, stranger }[role];
  const isTagged = role === "candidate";
  const asks = isTagged ? { tag } : { toAgentId: first.id, escalateTo: [{ toAgentId: receiver.id }] };
  const id = await send(sender, { ...asks, mode, timeoutMs: 3_600_000, context: { task: "x" } });
  if (!isTagged) expect((await act(first, id, "reject")).status).toBe(200);
  const taker = isTagged ? other : receiver;
  const done = async (...actions: string[]) => {
    for (const action of actions)
      expect((await act(action === "cancel" ? sender : taker, id, action)).status).toBe(200);
  };
  if (state === "accepted") await done("accept");
  if (state === "completed") await done("accept", "complete");
  if (state === "failed") await done("accept", "fail");
  if (state === "cancelled") await done("cancel");
  if (state === "rejected") await done("reject");
  if (state === "expired") await env.HANDOFF_KEEPER.getByName(id).follow(Date.now() + 3_600_001);
  return { id, agent };
}

describe.each(["delegate", "transfer"] as const)("of a handoff to %s", (mode) => {
  describe.each(STATES)("that is %s", (state) => {
    const roles = (["sender", "receiver", "candidate", "former", "stranger"] as const)
      // Of a tag with several agents, one alone cannot reject it for all.
      .filter((role) => role !== "candidate" || state !== "rejected");

    test.each(roles)("the %s can do what the table says, and nothing else", async (role) => {
      const outcomes = { ...POSSIBLE[role][state] };
      if (role === "sender" && state === "accepted" && mode === "transfer") delete outcomes["cancel"];
      const { id, agent } = await handoffIn(state, mode, role);
      for (const action of ACTIONS.filter((name) => outcomes[name] === undefined)) {
        const { status, body } = await act(agent, id, action);
        if (role === "stranger") expect([action, status, body.code]).toEqual([action, 404, "not_found"]);
        else {
          expect([action, status, body.code]).toEqual([action, 409, "handoff_state"]);
          expect(body.handoff).toEqual({ status: state, possible: Object.keys(outcomes) });
          expect(body.detail).toContain(state);
        }
        expect((await read(sender, id)).status).toBe(state);
      }
      for (const [action, outcome] of Object.entries(outcomes)) {
        const fresh = await handoffIn(state, mode, role);
        expect((await act(fresh.agent, fresh.id, action)).status).toBe(outcome === "gone" ? 204 : 200);
        const after = await read(sender, fresh.id);
        expect(outcome === "gone" ? after.code : after.status).toBe(outcome === "gone" ? "not_found" : outcome);
        expect(after.resolvedAt === null).toBe(outcome === "pending" || outcome === "accepted");
      }
    });
  });
});
