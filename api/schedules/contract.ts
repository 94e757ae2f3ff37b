// Schedules: runs of a workflow that begin by themselves, at the ticks of a cron expression.

import { createRoute, z } from "@hono/zod-openapi";
import { keyed } from "../http/access.ts";
import { jsonAnswer, jsonBody } from "../http/json-body.ts";
import { jsonValue } from "../http/json-value.ts";
import { pageOf, pageQuery } from "../http/page.ts";
import { problemResponses } from "../http/problem.ts";
import { strictFields } from "../http/validation.ts";
import { CATCH_UPS, MAX_CATCH_UP, OVERLAPS } from "./schedule.ts";

const TAGS = ["Schedules"];

const time = z.iso.datetime({ offset: true }).nullable();

const fields = {
  name: z.string().trim().max(200).default("").openapi({ description: "For people." }),
  cron: z
    .string()
    .min(1)
    .max(200)
    .openapi({
      description:
        "Minute, hour, day of the month, month, weekday; `L`, `#` and names are understood. Or @hourly, @daily, @weekly, " +
        "@monthly, @yearly. Where both day and weekday are given, either is enough. Where clocks change, a time of day " +
        "(`30 2,14 * * *`) that is left out comes at the first moment after, and one that comes twice counts once; intervals, " +
        "with `*` among minutes or hours (`*/30 * * * *`), follow the hours as they pass.",
      example: "0 9 * * MON-FRI",
    }),
  timezone: z
    .string()
    .min(1)
    .max(100)
    .default("UTC")
    .openapi({ description: "An IANA name.", example: "Europe/Berlin" }),
  input: jsonValue(
    "The input of each run, a template: `{{input.scheduledAt}}` (the tick's time), `{{input.scheduleId}}`, " +
      "`{{input.scheduleName}}`, `{{input.timezone}}`, `{{run.id}}`. That of the next tick has to fit the workflow's inputSchema.",
  ).optional(),
  catchUp: z
    .enum(CATCH_UPS)
    .default("last")
    .openapi({
      description:
        "What becomes of ticks that were missed, as in an outage of more than a minute: none is made up for (skip), the last " +
        "is (last), or the last `maxCatchUp` are, in order (all).",
    }),
  maxCatchUp: z.int().min(1).max(MAX_CATCH_UP).default(10),
  overlap: z
    .enum(OVERLAPS)
    .default("allow")
    .openapi({
      description:
        "What a tick does while the run of the tick before is under way: its run begins all the same, or queues where the " +
        "workflow's `concurrency` says so (allow); it is skipped (skip); the run before is cancelled (cancel_running).",
    }),
  startAt: time.default(null).openapi({ description: "No tick before it." }),
  endAt: time.default(null).openapi({ description: "No tick after it." }),
  version: z
    .int()
    .min(1)
    .nullable()
    .default(null)
    .openapi({ description: "Of the workflow; null: the one that is current at each tick." }),
  paused: z.boolean().optional().openapi({ description: "Left out of a PUT, it stays as it is." }),
};

const outcomeSchema = z
  .object({
    scheduledAt: z.iso.datetime(),
    status: z.enum(["started", "skipped", "refused"]).openapi({
      description: "`refused`: no run could be started, and `message` says why.",
    }),
    runId: z.string().nullable(),
    message: z.string().nullable(),
  })
  .openapi("TickOutcome");

const scheduleSchema = z
  .object({
    id: z.string().openapi({ example: "sched_V1StGXR8_Z5j" }),
    workflowId: z.string(),
    name: z.string(),
    cron: z.string(),
    timezone: z.string(),
    input: z.unknown(),
    catchUp: z.enum(CATCH_UPS),
    maxCatchUp: z.int(),
    overlap: z.enum(OVERLAPS),
    startAt: z.iso.datetime().nullable(),
    endAt: z.iso.datetime().nullable(),
    version: z.int().nullable(),
    paused: z.boolean(),
    nextTimes: z.array(z.iso.datetime()).openapi({ description: "Its next five ticks; none while it is paused." }),
    lastOutcome: outcomeSchema.nullable().openapi({ description: "Of its last tick." }),
    lastMissed: z.object({ from: z.iso.datetime(), until: z.iso.datetime() }).nullable().openapi({
      description:
        "The ticks of the latest outage that were not made up for: the first and the last. Null: there were none.",
    }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi("Schedule");

const body = jsonBody(strictFields(fields), {
  name: "weekday report",
  cron: "0 9 * * MON-FRI",
  timezone: "Europe/Berlin",
  input: { topic: "What is new on {{input.scheduledAt}}" },
});

const ofWorkflow = z.object({ workflowId: z.string() });
const ofSchedule = z.object({ workflowId: z.string(), scheduleId: z.string() });
const PATH = "/api/v1/workflows/{workflowId}/schedules";
const ONE = `${PATH}/{scheduleId}` as const;

export const createScheduleContract = createRoute({
  ...keyed("createSchedule"),
  method: "post",
  path: PATH,
  tags: TAGS,
  summary: "Run a workflow on a schedule",
  description:
    "Each tick starts one run, exactly one, whatever dies meanwhile: its id follows from schedule and tick. Such runs count " +
    "against no key's rate limit.",
  request: { params: ofWorkflow, body },
  responses: {
    201: jsonAnswer("The schedule", scheduleSchema),
    ...problemResponses("not_found", "invalid_input", "quota_reached"),
  },
});

export const listSchedulesContract = createRoute({
  ...keyed("listSchedules"),
  method: "get",
  path: PATH,
  tags: TAGS,
  summary: "List a workflow's schedules, newest first",
  request: { params: ofWorkflow, query: z.object(pageQuery) },
  responses: { 200: jsonAnswer("One page", pageOf(scheduleSchema)), ...problemResponses("not_found") },
});

export const listAllSchedulesContract = createRoute({
  ...keyed("listAllSchedules"),
  method: "get",
  path: "/api/v1/schedules",
  tags: TAGS,
  summary: "List the schedules of all of the agent's workflows, newest first",
  request: { query: z.object(pageQuery) },
  responses: { 200: jsonAnswer("One page", pageOf(scheduleSchema)) },
});

export const getScheduleContract = createRoute({
  ...keyed("getSchedule"),
  method: "get",
  path: ONE,
  tags: TAGS,
  summary: "Read a schedule: its next ticks, and what came of the last",
  request: { params: ofSchedule },
  responses: { 200: jsonAnswer("The schedule", scheduleSchema), ...problemResponses("not_found") },
});

export const replaceScheduleContract = createRoute({
  ...keyed("replaceSchedule"),
  method: "put",
  path: ONE,
  tags: TAGS,
  summary: "Replace a schedule",
  description: "Ticks count from now on.",
  request: { params: ofSchedule, body },
  responses: {
    200: jsonAnswer("The schedule as it is now", scheduleSchema),
    ...problemResponses("not_found", "invalid_input"),
  },
});

export const deleteScheduleContract = createRoute({
  ...keyed("deleteSchedule"),
  method: "delete",
  path: ONE,
  tags: TAGS,
  summary: "Delete a schedule",
  description: "Runs that it started go on.",
  request: { params: ofSchedule },
  responses: { 204: { description: "Deleted" }, ...problemResponses("not_found") },
});

export const pauseScheduleContract = createRoute({
  ...keyed("pauseSchedule"),
  method: "post",
  path: `${ONE}/pause`,
  tags: TAGS,
  summary: "Pause a schedule",
  description: "What would have come meanwhile is not made up for.",
  request: { params: ofSchedule },
  responses: { 200: jsonAnswer("The schedule", scheduleSchema), ...problemResponses("not_found") },
});

export const resumeScheduleContract = createRoute({
  ...keyed("resumeSchedule"),
  method: "post",
  path: `${ONE}/resume`,
  tags: TAGS,
  summary: "Resume a paused schedule",
  request: { params: ofSchedule },
  responses: { 200: jsonAnswer("The schedule", scheduleSchema), ...problemResponses("not_found") },
});
