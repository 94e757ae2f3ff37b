import type { RouteHandler } from "@hono/zod-openapi";
import type { KeyedEnv } from "../http/context.ts";
import { Problem } from "../http/problem.ts";
import { streamedJson } from "../http/streamed-json.ts";
import { isUpgrade } from "../http/upgrade.ts";
import { headOfLive, refuseListener, serveLive, subscriptionOf } from "../live/serve-live.ts";
import type {
  getRunEventsContract,
  getRunTimelineContract,
  getRunValueContract,
  getStepResultContract,
} from "./events-contract.ts";
import { readResult, readRun, readTimeline, readValue } from "./read-run.ts";
import { watchRun } from "./watch-run.ts";

export const getRunEvents: RouteHandler<typeof getRunEventsContract, KeyedEnv> = async (c) => {
  refuseListener(c);
  const services = c.get("services");
  const caller = c.get("principal");
  const { runId } = c.req.valid("param");
  if (c.req.method === "HEAD") {
    if ((await readRun(services, caller, runId)) === null) notFound();
    return headOfLive(c);
  }
  // An EventSource that comes back says in the header what it has by now; its address is the old one.
  const asked = c.req.valid("header")["last-event-id"] ?? c.req.valid("query").lastEventId;
  const wanted = { ...subscriptionOf(c, asked), overHttp: !isUpgrade(c.req.raw.headers) };
  const socket = (await watchRun(services, caller, runId, wanted)) ?? notFound();
  return socket === "told" ? c.body(null, 204) : serveLive(c, socket);
};

export const getRunTimeline: RouteHandler<typeof getRunTimelineContract, KeyedEnv> = async (c) => {
  const timeline = await readTimeline(c.get("services"), c.get("principal"), c.req.valid("param").runId);
  return c.json(timeline ?? notFound(), 200);
};

export const getStepResult: RouteHandler<typeof getStepResultContract, KeyedEnv> = async (c) => {
  const { runId, stepId } = c.req.valid("param");
  const { item = null } = c.req.valid("query");
  const found = await readResult(c.get("services"), c.get("principal"), { runId, stepId, item });
  if (found !== null) return streamedJson(c, found, null);
  throw new Problem("not_found", "You have no run of this id with a result there.");
};

export const getRunValue: RouteHandler<typeof getRunValueContract, KeyedEnv> = async (c) => {
  const found = await readValue(c.get("services"), c.get("principal"), c.req.valid("param"));
  if (found === null) throw new Problem("not_found", "You have no run of this id with such a value.");
  return streamedJson(c, found.body, found.size);
};

function notFound(): never {
  throw new Problem("not_found", "You have no run of this id.");
}
