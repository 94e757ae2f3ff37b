// A misspelt filter is not taken for none: an operation refuses query parameters that its contract does not have.

import { z } from "@hono/zod-openapi";
import type { OpenAPIHono } from "@hono/zod-openapi";
import { createMiddleware } from "hono/factory";
import { didYouMean } from "../../engine/plan/suggest.ts";
import type { AppEnv } from "./context.ts";
import type { FieldFault } from "./problem.ts";
import { invalidParameter, MAX_FAULTS, pointerTo } from "./validation.ts";

/** The names of the query parameters that an operation's contract has, by `operationId`. */
export type Queries = ReadonlyMap<string, readonly string[]>;

/**
 * Elsewhere a query is not the API's alone: a webhook's sender adds its own, and who speaks OAuth, MCP or the
 * registry's protocol may send what a later version of it has.
 */
export function hasOwnQuery(path: string): boolean {
  return path.startsWith("/api/v1/");
}

/** Those of all contracts of the API; read when the first request comes, since routes are added until then. */
export function queriesOf(app: OpenAPIHono<AppEnv>): () => Queries {
  let queries: Queries | undefined;
  return () => (queries ??= new Map(app.openAPIRegistry.definitions.flatMap(queryOf)));
}

function queryOf(definition: OpenAPIHono["openAPIRegistry"]["definitions"][number]): [string, string[]][] {
  if (definition.type !== "route") return [];
  const { operationId, path, request } = definition.route;
  if (operationId === undefined || !hasOwnQuery(path)) return [];
  return [[operationId, request?.query instanceof z.ZodObject ? Object.keys(request.query.shape) : []]];
}

/** Throws the problem `invalid_parameter` for a parameter that is unknown, or given more than once. */
export function refuseUnknownQuery(operationId: string) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const known = c.get("queries").get(operationId);
    if (known !== undefined && c.req.url.includes("?")) {
      const errors = faultsIn(new URL(c.req.url).searchParams, known);
      if (errors.length > 0) throw invalidParameter(errors);
    }
    await next();
  });
}

function faultsIn(given: URLSearchParams, known: readonly string[]): FieldFault[] {
  const times = new Map<string, number>();
  for (const name of given.keys()) times.set(name, (times.get(name) ?? 0) + 1);
  const faults: FieldFault[] = [];
  for (const [name, count] of times) {
    if (faults.length === MAX_FAULTS) break;
    const pointer = `/query${pointerTo([name])}`;
    if (!known.includes(name)) {
      const message = `There is no query parameter "${name}" here.`;
      faults.push({ code: "unknown_field", pointer, message, hint: didYouMean(name, known) ?? listOf(known) });
    } else if (count > 1) {
      const message = `This parameter is given ${count} times, and is taken once.`;
      faults.push({ code: "invalid_value", pointer, message, hint: "Keep one of them." });
    }
  }
  return faults;
}

function listOf(known: readonly string[]): string {
  return known.length === 0
    ? "This operation takes no query parameters: leave it out."
    : `The query parameters are: ${known.join(", ")}.`;
}
