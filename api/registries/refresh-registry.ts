// Walking through a registry: page after page of what was changed since the last whole walk.
//
// W1. One refresh of a registry at a time, which has it for a bounded time.
// W2. A page is written together with how far the walk has come, so a walk that breaks off goes on where it was.
// W3. The next walk asks from later on only once a walk has come to its end.
// W4. A refresh is bounded in pages and time, a walk in pages: who gives out cursors for ever is told apart.

import type { Failure } from "../../engine/run/outcome.ts";
import { nowIso } from "../platform/clock.ts";
import { runAll } from "../platform/database.ts";
import { logError } from "../platform/log.ts";
import { UpstreamError } from "../relay/mcp/failures.ts";
import type { Services } from "../services.ts";
import { notRegistry, readRegistryPage } from "./read-registry.ts";
import type { Registry } from "./registry.ts";
import { claimRegistry, type Progress, saveProgress, selectDueRegistries, writeEntries } from "./store.ts";

const MINUTE_MS = 60_000;
const EVERY_MS = 60 * MINUTE_MS;
const FIRST_RETRY_MS = 10 * MINUTE_MS;
const MAX_RETRY_MS = 24 * 60 * MINUTE_MS;
/** What is changed during a walk may be on a page that was read already; and no two clocks agree. */
const OVERLAP_MS = 10 * MINUTE_MS;
const SLICE_MS = 20_000;
/** Longer than a slice with a last page that is slow. */
const BUSY_MS = 60_000;
const MAX_WALK_PAGES = 500;
/** Registries in one go of the cron, and how many at a time. */
const DUE = 30;
const AT_A_TIME = 3;

export type Refreshed =
  | { readonly status: "whole" | "under way" }
  /** Another refresh has it, or it is gone. */
  | { readonly status: "taken" }
  | { readonly status: "failed"; readonly reason: string };

/** Reads on for up to half a minute. */
export async function refreshRegistry(services: Services, id: string): Promise<Refreshed> {
  const { db } = services;
  const until = new Date(Date.now() + BUSY_MS).toISOString();
  const claimed = await claimRegistry(db, id, nowIso(), until);
  if (claimed === null) return { status: "taken" };
  let state: Registry = claimed.walk === null ? { ...claimed, leftOut: 0, leftOutReason: null } : claimed;
  const deadline = Date.now() + SLICE_MS;
  try {
    do state = await step(services, state, until);
    while (state.walk !== null && Date.now() < deadline);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    await runAll(db, [saveProgress(db, id, failed(state, error.failure))]);
    return { status: "failed", reason: error.message };
  }
  if (state.walk === null) return { status: "whole" };
  await runAll(db, [saveProgress(db, id, { ...progressOf(state), nextRefreshAt: nowIso(), busyUntil: null })]);
  return { status: "under way" };
}

/** Reads and writes one page. Rejects with an `UpstreamError`. */
async function step({ db, env }: Services, before: Registry, busyUntil: string): Promise<Registry> {
  const { id, url, since, walk } = before;
  const page = await readRegistryPage({ url, since, cursor: walk?.cursor ?? null }, env.EGRESS);
  const pages = (walk?.pages ?? 0) + 1;
  const { nextCursor } = page;
  if (nextCursor !== null && nextCursor === walk?.cursor) throw new UpstreamError(notRegistry(SAME_CURSOR));
  if (nextCursor !== null && pages >= MAX_WALK_PAGES) throw new UpstreamError(notRegistry(NO_END));
  const from = walk?.from ?? new Date(Date.parse(page.date ?? nowIso()) - OVERLAP_MS).toISOString();
  const read: Registry = {
    ...before,
    leftOut: before.leftOut + page.leftOut,
    leftOutReason: before.leftOutReason ?? page.leftOutReason,
  };
  const after: Registry =
    nextCursor === null ? whole(read, from) : { ...read, walk: { cursor: nextCursor, pages, from } };
  const progress = { ...progressOf(after), busyUntil: nextCursor === null ? null : busyUntil };
  await runAll(db, [...writeEntries(id, page.entries), saveProgress(db, id, progress)]);
  return after;
}

const SAME_CURSOR = "it gives the same cursor over and over";
const NO_END = `after ${MAX_WALK_PAGES} pages there is no end`;

function whole(registry: Registry, from: string): Registry {
  const nextRefreshAt = new Date(Date.now() + EVERY_MS).toISOString();
  return { ...registry, since: from, walk: null, failures: 0, lastError: null, refreshedAt: nowIso(), nextRefreshAt };
}

/** What may pass by itself, the walk waits for; otherwise it begins anew, for its cursor may be what is wrong. */
function failed(registry: Registry, { message, retryable }: Failure): Progress {
  const retryMs = Math.min(FIRST_RETRY_MS * 2 ** registry.failures, MAX_RETRY_MS);
  return {
    ...progressOf(registry),
    walk: retryable ? registry.walk : null,
    failures: registry.failures + 1,
    lastError: message,
    nextRefreshAt: new Date(Date.now() + retryMs).toISOString(),
    busyUntil: null,
  };
}

function progressOf(registry: Registry): Omit<Progress, "busyUntil"> {
  const { since, walk, leftOut, leftOutReason, failures, lastError, refreshedAt, nextRefreshAt } = registry;
  return { since, walk, leftOut, leftOutReason, failures, lastError, refreshedAt, nextRefreshAt };
}

/** Those whose time has come by `now`, in ms since the epoch. Never rejects. */
export async function refreshDueRegistries(services: Services, now: number): Promise<void> {
  try {
    const due = await selectDueRegistries(services.db, new Date(now).toISOString(), DUE);
    const next = async (): Promise<void> => {
      for (let id = due.shift(); id !== undefined; id = due.shift()) {
        await refreshRegistry(services, id).catch((error: unknown) =>
          logError("registry_refresh_failed", error, { registryId: id }),
        );
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, next));
  } catch (error) {
    logError("registries_not_refreshed", error, {});
  }
}
