// A document of another format that comes by itself: what it is says which format it has.

import { createMiddleware } from "hono/factory";
import type { Json } from "../../engine/json.ts";
import { isObject } from "../../engine/schema/resources.ts";
import type { KeyedEnv } from "../http/context.ts";

/** Has the contract see `{ format, source }` where the body is the source. */
export const takeBareDocument = createMiddleware<KeyedEnv>(async (c, next) => {
  const body = await c.req.json<Json>();
  const format = formatOf(body);
  if (format !== null) c.req.json = () => Promise.resolve({ format, source: body } as never);
  await next();
});

function formatOf(body: Json): "asl" | "serverless" | null {
  if (!isObject(body) || Object.hasOwn(body, "format")) return null;
  if (isObject(body["document"]) && Object.hasOwn(body, "do")) return "serverless";
  return isObject(body["States"]) && Object.hasOwn(body, "StartAt") ? "asl" : null;
}
