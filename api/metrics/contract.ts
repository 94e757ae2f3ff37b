// The hub in numbers, for whoever runs it.

import { createRoute, z } from "@hono/zod-openapi";
import { problemResponses } from "../http/problem.ts";

export const getMetricsContract = createRoute({
  operationId: "getMetrics",
  security: [],
  method: "get",
  path: "/metrics",
  tags: ["Operation"],
  summary: "The hub in numbers, as Prometheus reads them",
  description:
    "Text format 0.0.4. Only where the operator has set `METRICS_TOKEN`, and for who shows it as a bearer token. " +
    "The numbers are those of the log, at most 15 seconds old.",
  responses: {
    200: { description: "The numbers", content: { "text/plain": { schema: z.string() } } },
    ...problemResponses("metrics_token_needed", "route_not_found"),
  },
});
