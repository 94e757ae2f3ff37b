// The one place where the API is wired: what a request, a Durable Object or a Workflow needs, once an isolate.

import type { Env } from "./env.ts";
import { openDatabase } from "./platform/database.ts";
import type { Database } from "./platform/database.ts";

export interface Services {
  readonly env: Env;
  readonly db: Database;
}

const wired = new WeakMap<Env, Services>();

/** The isolate's services. Bindings hold no request state, so one set serves every request and object. */
export function servicesFor(env: Env): Services {
  let services = wired.get(env);
  if (services === undefined) wired.set(env, (services = { env, db: openDatabase(env.DB) }));
  return services;
}
