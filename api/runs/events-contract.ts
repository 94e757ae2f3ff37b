// A run while it goes on and afterwards: its events as they come, when each task did what, and a step's result by itself.

import { createRoute, z } from "@hono/zod-openapi";
import { keyed } from "../http/access.ts";
import { jsonAnswer } from "../http/json-body.ts";
import { problemResponses } from "../http/problem.ts";
import { resumeHeaders, resumeQuery } from "../live/serve-live.ts";
import { RUN_STATUSES, runParams, STEP_STATUSES, TAGS } from "./contract.ts";
import { MAX_TOLD_CHARS } from "./run-event.ts";

export const getRunEventsContract = createRoute({
  ...keyed("getRunEvents"),
  method: "get",
  path: "/api/v1/workflow-runs/{runId}/events",
  tags: TAGS,
  summary: "Watch a run",
  description: [
    "Server-sent events, or with `Upgrade: websocket` a WebSocket with the same JSON as messages:",
    '`{"id", "type", "timestamp", "data"}`. They are the run\'s journal, whole and in order, from its beginning or from what',
    "follows the last id that you have (`Last-Event-ID`, as browsers do by themselves, or `lastEventId`): `id` counts them",
    "from 1 without a gap. The stream ends once the run has settled and `run.settled` was told; who comes back after that is",
    "answered 204, or over a WebSocket closed with 1000.",
    "\n\nTypes: `run.started`, `attempt.started`, `attempt.failed` (with `retryAt` and `delayMs`), `attempt.deferred` (a limit was",
    "met), `attempt.handed_over`, `attempt.resumed` (after a crash), `answer.received`, `wait.started`, `signal.received`,",
    "`items.listed`, `step.succeeded`, `step.failed`, `step.skipped`, `step.kept` (a step or an item, by a rerun), `pause.requested`, `resume.requested`, `cancel.requested`,",
    "`run.ending` (what was done is undone now) and `run.settled`. `data.stepId`, and `item` and `undo` where it is an item of a",
    "forEach or what undoes the step, say what it is about; `data.settled` lists every step and item that came to its end with",
    `it. A value of more than ${MAX_TOLD_CHARS} characters is left out: \`data.leftOut\` says where it is read.`,
    "\n\nA page in a browser shows its session's cookie, or names the subprotocols `nexuscall` and `bearer.<token>`. On a",
    'WebSocket, confirm what you have at least every 500 events: `{"type":"ack","lastEventId":"…"}`; `ping` is answered with',
    "`pong`. The hub closes with 4401 when the key, token or session ends, and with 4408 when nothing was confirmed for 30",
    "seconds: connect again with `lastEventId`, and nothing is lost.",
  ].join(" "),
  request: { params: runParams, headers: z.object(resumeHeaders), query: z.object(resumeQuery) },
  responses: {
    101: { description: "The WebSocket is open (`Upgrade: websocket`)" },
    200: { description: "The stream", content: { "text/event-stream": { schema: z.string() } } },
    204: { description: "The run has settled, and you have its last event" },
    ...problemResponses("not_found", "forgery_suspected", "not_acceptable", "too_many_subscribers"),
  },
});

const time = z.iso.datetime().nullable();

export const getRunTimelineContract = createRoute({
  ...keyed("getRunTimeline"),
  method: "get",
  path: "/api/v1/workflow-runs/{runId}/timeline",
  tags: TAGS,
  summary: "Read when each step, item and attempt of a run was queued, begun and ended",
  description: "In the order in which they were queued; up to 20,000 tasks, and of each its latest attempts and waits.",
  request: { params: runParams },
  responses: {
    200: jsonAnswer(
      "The timeline",
      z
        .object({
          runId: z.string(),
          status: z.enum(RUN_STATUSES),
          tasks: z.array(
            z.object({
              stepId: z.string(),
              item: z.int().nullable(),
              undo: z.boolean().openapi({ description: "It undoes the step, or the item." }),
              status: z.enum(STEP_STATUSES),
              queuedAt: time.openapi({ description: "Since when only a free place was missing." }),
              startedAt: time,
              endedAt: time,
              attempts: z.array(
                z.object({
                  attempt: z.int(),
                  startedAt: z.iso.datetime(),
                  endedAt: time,
                  outcome: z.enum(["success", "failed", "deferred", "handed_over", "cancelled"]).nullable(),
                  invocationId: z.string(),
                }),
              ),
              waits: z.array(
                z.object({
                  for: z.enum(["retry", "turn", "time", "signal", "answer"]),
                  from: z.iso.datetime(),
                  to: time,
                }),
              ),
            }),
          ),
          leftOut: z.int().openapi({ description: "How many tasks are not shown." }),
        })
        .openapi("RunTimeline"),
    ),
    ...problemResponses("not_found"),
  },
});

export const getStepResultContract = createRoute({
  ...keyed("getStepResult"),
  method: "get",
  path: "/api/v1/workflow-runs/{runId}/steps/{stepId}/result",
  tags: TAGS,
  summary: "Read the result of a step, or of one item of it",
  description: "The value itself, as JSON, however large: it is streamed. A step that has none answers 404.",
  request: {
    params: runParams.extend({ stepId: z.string() }),
    query: z.object({
      item: z.coerce.number().int().min(0).optional().openapi({ description: "Which item of the step's forEach." }),
    }),
  },
  responses: { 200: jsonAnswer("The result", z.unknown()), ...problemResponses("not_found") },
});

export const getRunValueContract = createRoute({
  ...keyed("getRunValue"),
  method: "get",
  path: "/api/v1/workflow-runs/{runId}/values/{ref}",
  tags: TAGS,
  summary: "Read a large value of a run",
  description:
    "What weighs more than 64 KiB stands in a run's `largeValues` by its `ref` and `url`. The value itself, as JSON, streamed.",
  request: { params: runParams.extend({ ref: z.string() }) },
  responses: { 200: jsonAnswer("The value", z.unknown()), ...problemResponses("not_found") },
});
