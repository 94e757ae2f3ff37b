import type { Json } from "../../engine/json.ts";

export const CATCH_UPS = ["skip", "last", "all"] as const;
export const OVERLAPS = ["allow", "skip", "cancel_running"] as const;
export const MAX_CATCH_UP = 100;

/** When a workflow's runs begin by themselves. */
export interface Timetable {
  readonly name: string;
  /** Five fields, or a nickname such as @daily. */
  readonly cron: string;
  /** IANA. */
  readonly timezone: string;
  /** A template over the tick: what each run gets as its input. */
  readonly input: Json;
  /** What becomes of ticks that were missed: none fires, the last does, the last `maxCatchUp` do. */
  readonly catchUp: (typeof CATCH_UPS)[number];
  readonly maxCatchUp: number;
  /** What a tick does while the run of the tick before is under way. */
  readonly overlap: (typeof OVERLAPS)[number];
  /** No tick before or after them; ISO 8601, UTC. */
  readonly startAt: string | null;
  readonly endAt: string | null;
  /** Of the workflow; null: the one that is current at the tick. */
  readonly version: number | null;
}

export interface Schedule extends Timetable {
  readonly id: string;
  readonly workflowId: string;
  readonly paused: boolean;
  /** Of its last tick; null: there was none yet. */
  readonly lastOutcome: TickOutcome | null;
  /** The ticks of the latest outage that nothing made up for; null: there were none. */
  readonly lastMissed: MissedTicks | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** The first of them and the last; ISO 8601, UTC. */
export interface MissedTicks {
  readonly from: string;
  readonly until: string;
}

export interface TickOutcome {
  /** The tick's time. */
  readonly scheduledAt: string;
  /** `refused`: no run could be started; `message` says why. */
  readonly status: "started" | "skipped" | "refused";
  readonly runId: string | null;
  readonly message: string | null;
}
