import type { RouteHandler } from "@hono/zod-openapi";
import type { AppEnv } from "../http/context.ts";
import { Problem } from "../http/problem.ts";
import { refuseRoute } from "../http/refuse.ts";
import type { getMetricsContract } from "./contract.ts";
import { isMetricsToken } from "./metrics-token.ts";
import { readMetrics } from "./read-metrics.ts";
import { exposition, TEXT_FORMAT } from "./text-format.ts";

export const getMetrics: RouteHandler<typeof getMetricsContract, AppEnv> = async (c) => {
  const { METRICS_TOKEN = "" } = c.env;
  // Where it is off it is as if it did not exist.
  if (METRICS_TOKEN === "") return refuseRoute(c) as never;
  if (!(await isMetricsToken(METRICS_TOKEN, c.req.header("Authorization")))) {
    const detail = "Send the METRICS_TOKEN of the hub: Authorization: Bearer …";
    throw new Problem("metrics_token_needed", detail, { headers: { "WWW-Authenticate": "Bearer" } });
  }
  const text = exposition(await readMetrics(c.get("services")));
  return c.text(text, 200, { "Content-Type": TEXT_FORMAT, "Cache-Control": "no-store" });
};
