import type { Context } from "hono";
import type { Defer } from "../keys/find-key.ts";
import type { AppEnv } from "./context.ts";

/** Work that the request's answer need not wait for. */
export function deferOf<E extends AppEnv>(c: Context<E>): Defer {
  return (work) => c.executionCtx.waitUntil(work);
}
