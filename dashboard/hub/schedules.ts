// The schedules of a workflow, as its page asks for them.

import { infiniteQueryOptions } from "@tanstack/react-query";
import type { paths } from "../../client/openapi.gen.ts";
import { answerOf, hub, type Schema } from "./hub.ts";

export type Schedule = Schema<"Schedule">;
export type NewSchedule =
  paths["/api/v1/workflows/{workflowId}/schedules"]["post"]["requestBody"]["content"]["application/json"];

/** Among the runs, since it says which one came last: it is read again as those are. */
export const schedulesKey = (workflowId: string) => ["runs", "schedules", workflowId];

export const schedulePagesQuery = (workflowId: string) =>
  infiniteQueryOptions({
    queryKey: schedulesKey(workflowId),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => {
      const params = { path: { workflowId }, query: pageParam === undefined ? {} : { cursor: pageParam } };
      return answerOf(hub.GET("/api/v1/workflows/{workflowId}/schedules", { params, signal }));
    },
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });

type Of = Pick<Schedule, "workflowId" | "id">;
const at = ({ workflowId, id }: Of) => ({ params: { path: { workflowId, scheduleId: id } } });

export const createSchedule = (workflowId: string) => (body: NewSchedule) =>
  answerOf(hub.POST("/api/v1/workflows/{workflowId}/schedules", { params: { path: { workflowId } }, body }));

/** Whether it is paused stays as it is. */
export const replaceSchedule = (of: Of) => (body: NewSchedule) =>
  answerOf(hub.PUT("/api/v1/workflows/{workflowId}/schedules/{scheduleId}", { ...at(of), body }));

export const pauseSchedule = (of: Of) => () =>
  answerOf(hub.POST("/api/v1/workflows/{workflowId}/schedules/{scheduleId}/pause", at(of)));

export const resumeSchedule = (of: Of) => () =>
  answerOf(hub.POST("/api/v1/workflows/{workflowId}/schedules/{scheduleId}/resume", at(of)));

export const deleteSchedule = (of: Of) => () =>
  answerOf(hub.DELETE("/api/v1/workflows/{workflowId}/schedules/{scheduleId}", at(of)));
