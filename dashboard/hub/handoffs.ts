// Handoffs, as the pages ask for them.

import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { paths } from "../../client/openapi.gen.ts";
import { answerOf, hub, type Schema } from "./hub.ts";

export type Handoff = Schema<"Handoff">;
export type HandoffSummary = Schema<"HandoffSummary">;
type HandoffsAsked = NonNullable<paths["/api/v1/handoffs"]["get"]["parameters"]["query"]>;
type FailedHow = NonNullable<
  paths["/api/v1/handoffs/{handoffId}/fail"]["post"]["requestBody"]
>["content"]["application/json"];

export const handoffPagesQuery = (query: Omit<HandoffsAsked, "cursor">) =>
  infiniteQueryOptions({
    queryKey: ["handoffs", query],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => {
      const params = { query: { ...query, ...(pageParam && { cursor: pageParam }) } };
      return answerOf(hub.GET("/api/v1/handoffs", { params, signal }));
    },
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });

const at = (handoffId: string) => ({ params: { path: { handoffId } } });

export const handoffQuery = (handoffId: string) =>
  queryOptions({
    queryKey: ["handoff", handoffId],
    queryFn: ({ signal }) => answerOf(hub.GET("/api/v1/handoffs/{handoffId}", { ...at(handoffId), signal })),
  });

export const acceptHandoff = (handoffId: string) => () =>
  answerOf(hub.POST("/api/v1/handoffs/{handoffId}/accept", at(handoffId)));

export const rejectHandoff = (handoffId: string) => (message: string) =>
  answerOf(
    hub.POST("/api/v1/handoffs/{handoffId}/reject", { ...at(handoffId), body: message === "" ? {} : { message } }),
  );

export const completeHandoff = (handoffId: string) => (result: unknown) =>
  answerOf(hub.POST("/api/v1/handoffs/{handoffId}/complete", { ...at(handoffId), body: { result } }));

export const failHandoff = (handoffId: string) => (how: FailedHow) =>
  answerOf(hub.POST("/api/v1/handoffs/{handoffId}/fail", { ...at(handoffId), body: how }));

export const cancelHandoff = (handoffId: string) => () =>
  answerOf(hub.POST("/api/v1/handoffs/{handoffId}/cancel", at(handoffId)));

export const deleteHandoff = (handoffId: string) => () =>
  answerOf(hub.DELETE("/api/v1/handoffs/{handoffId}", at(handoffId)));
