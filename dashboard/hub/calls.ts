// The log of calls, and the feed that tells of them as they happen.

import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { paths } from "../../client/openapi.gen.ts";
import { answerOf, hub, ProblemError, type Schema } from "./hub.ts";

export type Call = Schema<"LoggedInvocation">;
export type CallDetail = Schema<"LoggedInvocationDetail">;
type CallsAsked = NonNullable<paths["/api/v1/mcp/invocations"]["get"]["parameters"]["query"]>;

export const callPagesQuery = (query: Omit<CallsAsked, "cursor">) =>
  infiniteQueryOptions({
    queryKey: ["calls", query],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      answerOf(
        hub.GET("/api/v1/mcp/invocations", {
          params: { query: { ...query, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    // The feed brings what is new; a hundred pages are not read again for it.
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });

/** Of a call that stands in the list more than once, the first. */
export function eachOnce(calls: readonly Call[]): readonly Call[] {
  const seen = new Set<string>();
  return calls.filter(({ id }) => !seen.has(id) && seen.add(id));
}

/** The log is up to two seconds behind, on a busy hub more: a call that was just made may not be in it yet. */
const LOOKS = 6;
const LOOK_AGAIN_MS = 500;
const LONGEST_PAUSE_MS = 2_000;

export const isMissing = (error: unknown) => error instanceof ProblemError && error.status === 404;

export const callQuery = (invocationId: string) =>
  queryOptions({
    queryKey: ["call", invocationId],
    queryFn: ({ signal }) =>
      answerOf(hub.GET("/api/v1/mcp/invocations/{invocationId}", { params: { path: { invocationId } }, signal })),
    retry: (count, error) => isMissing(error) && count < LOOKS,
    retryDelay: (count) => Math.min(LOOK_AGAIN_MS * 2 ** Math.floor(count / 2), LONGEST_PAUSE_MS),
    refetchInterval: ({ state }) => (state.data && state.data.completedAt === null ? LOOK_AGAIN_MS : false),
  });
