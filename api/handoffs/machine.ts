// What can be done with a handoff, by whom, and what comes of it. Pure: who is who and what time it is comes in.
//
//   pending ──accept──> accepted ──complete──> completed
//      │ └─reject──> rejected │ └────fail────> failed
//      └──────cancel──────────┴──────────────> cancelled
//      └───its time is up─────┴──────────────> expired
//
// H1. A settled handoff never changes again.
// H2. Who rejects, or lets his time pass, is followed by the next who is asked, if there is one: it stays pending.
// H3. Of a tag, each agent rejects for itself; the tag has rejected once nobody is left who has it.
// H4. What was transferred is its receiver's: once accepted, its sender cannot cancel it.

export const HANDOFF_STATUSES = [
  "pending",
  "accepted",
  "rejected",
  "completed",
  "failed",
  "cancelled",
  "expired",
] as const;
export type HandoffStatus = (typeof HANDOFF_STATUSES)[number];

export const HANDOFF_MODES = ["transfer", "delegate"] as const;
export type HandoffMode = (typeof HANDOFF_MODES)[number];

export const ACTIONS = ["accept", "reject", "complete", "fail", "cancel", "delete"] as const;
export type Action = (typeof ACTIONS)[number];

/**
 * `receiver`: it is asked, or has it. `candidate`: it is asked as one of those that have the tag. `former`: it was asked, and
 * is not any more. `run`: the step that waits for it.
 */
export const ROLES = ["sender", "receiver", "candidate", "former", "run"] as const;
export type Role = (typeof ROLES)[number];

export function isSettled(status: HandoffStatus): boolean {
  return status !== "pending" && status !== "accepted";
}

/** What this role can do now. */
export function possibleActions(status: HandoffStatus, mode: HandoffMode, role: Role): readonly Action[] {
  if (role === "former") return [];
  if (role === "run") return isSettled(status) ? [] : ["cancel"];
  if (role === "sender") {
    if (isSettled(status)) return ["delete"];
    return status === "pending" || mode === "delegate" ? ["cancel"] : [];
  }
  if (status === "pending") return ["accept", "reject"];
  return status === "accepted" && role === "receiver" ? ["complete", "fail"] : [];
}

/** What decides over what comes of an action. Times are in ms since the epoch. */
export interface Facts {
  readonly status: HandoffStatus;
  readonly timeoutMs: number | null;
  readonly deadline: number | null;
  /** Whether somebody comes after who is asked now. */
  readonly hasNext: boolean;
  /** Whether, of the tag that is asked, others are left who have not rejected it. */
  readonly othersLeft: boolean;
  readonly now: number;
}

/** `next`: the next is asked. `stay`: the same are asked still. */
export interface Change {
  readonly event: "accepted" | "declined" | "lapsed" | "rejected" | "completed" | "failed" | "cancelled" | "expired";
  readonly status: HandoffStatus;
  readonly asks: "next" | "stay";
  /** When the state ends by itself; null: never. */
  readonly expiresAt: number | null;
}

const ENDS = {
  reject: "rejected",
  complete: "completed",
  fail: "failed",
  cancel: "cancelled",
} as const;

/** What comes of an action that is possible. `expiresAt` is as it stands. */
export function changeOf(action: Exclude<Action, "delete">, facts: Facts, expiresAt: number | null): Change {
  if (action === "accept") {
    return { event: "accepted", status: "accepted", asks: "stay", expiresAt: facts.deadline };
  }
  if (action === "reject" && facts.othersLeft) return { event: "declined", status: "pending", asks: "stay", expiresAt };
  if (action === "reject" && facts.hasNext) return nextAsked("declined", facts);
  return ended(ENDS[action]);
}

/** What the end of its time comes to; null where that has not come. */
export function lapseOf(facts: Facts, expiresAt: number | null): Change | null {
  const { status, deadline, now, hasNext } = facts;
  if (isSettled(status) || expiresAt === null || expiresAt > now) return null;
  const isOver = status === "accepted" || (deadline !== null && deadline <= now);
  return hasNext && !isOver ? nextAsked("lapsed", facts) : ended("expired");
}

/** When who is asked now has to have accepted it. */
export function askedUntil({ timeoutMs, deadline, now }: Pick<Facts, "timeoutMs" | "deadline" | "now">): number | null {
  const until = timeoutMs === null ? Number.POSITIVE_INFINITY : now + timeoutMs;
  const first = Math.min(until, deadline ?? Number.POSITIVE_INFINITY);
  return Number.isFinite(first) ? first : null;
}

function nextAsked(event: "declined" | "lapsed", facts: Facts): Change {
  return { event, status: "pending", asks: "next", expiresAt: askedUntil(facts) };
}

function ended(status: "rejected" | "completed" | "failed" | "cancelled" | "expired"): Change {
  return { event: status, status, asks: "stay", expiresAt: null };
}
