// What a tool's calls come to.

import { createRoute, z } from "@hono/zod-openapi";
import { keyed } from "../http/access.ts";
import { jsonAnswer } from "../http/json-body.ts";
import { problemResponses } from "../http/problem.ts";
import { deprecationHeadersSchema } from "./deprecation.ts";

const latency = z.number().nullable();
const numbers = {
  calls: z.int(),
  abandoned: z.int().openapi({
    description:
      "Calls that the provider had no chance to end: their caller went away (`caller_gone`), their run was cancelled or " +
      "ended first (`aborted`, `cancelled`), the hub stopped (`interrupted`). They are in none of the other numbers.",
  }),
  successRate: z.number().nullable(),
  avgLatencyMs: latency,
  p50LatencyMs: latency,
  p95LatencyMs: latency,
  p99LatencyMs: latency,
};
const PERIOD = z.enum(["minute", "hour", "day"]);
const series = z.array(z.object({ start: z.iso.datetime(), ...numbers }));
const time = z.iso.datetime({ offset: true });

const statsSchema = z
  .object({
    toolId: z.string(),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    period: PERIOD,
    total: z.object(numbers),
    series: series.openapi({ description: "Every period, oldest first, those without calls too. In UTC." }),
    own: z.object(numbers).openapi({ description: "Of the calling agent's own calls." }),
    ownSeries: series.openapi({ description: "Of the calling agent's own calls, the periods of `series`." }),
    byCaller: z
      .array(z.object({ callerAgentId: z.string(), ...numbers }))
      .optional()
      .openapi({ description: "For the provider alone: the 100 that called most." }),
  })
  .openapi("ToolStats");

export const getToolStatsContract = createRoute({
  ...keyed("getToolStats"),
  method: "get",
  path: "/api/v1/mcp/tools/{toolId}/stats",
  tags: ["Tools"],
  summary: "Read how much a tool is called, how well and how fast it answers",
  description:
    "Calls that have ended, by the period in which they began. A call that timed out is one that failed; one " +
    "that was given up from the caller's side says nothing of the tool, and is counted apart. A percentile is within 5 % of the exact one. Where there " +
    "are no calls, rates and latencies are null. Minutes are kept for 48 hours, hours for 90 days, days for ever: what began " +
    "before that is refused, not answered with nothing.",
  request: {
    params: z.object({ toolId: z.string() }),
    query: z.object({
      period: PERIOD.default("hour"),
      from: time.optional().openapi({
        description:
          "Rounded down to a whole period. Absent: 60 minutes, 24 hours or 30 days back. At most 1,000 periods.",
      }),
      to: time.optional().openapi({ description: "Rounded up to a whole period. Absent: now." }),
    }),
  },
  responses: {
    200: { ...jsonAnswer("The numbers", statsSchema), headers: deprecationHeadersSchema },
    ...problemResponses("not_found", "tool_gone"),
  },
});
