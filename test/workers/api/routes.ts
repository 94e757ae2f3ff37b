// Every operation that the app has, from its contracts, so that a matrix forgets none.

import { z } from "@hono/zod-openapi";
import { app } from "../../../api/app.ts";

export interface Operation {
  readonly id: string;
  readonly method: string;
  /** With `{name}` for parameters. */
  readonly path: string;
  /** Scopes that its contract asks for; null where it needs no key. */
  readonly scopes: readonly string[] | null;
  /** Names of its query parameters. */
  readonly query: readonly string[];
}

export const operations: readonly Operation[] = app.openAPIRegistry.definitions.flatMap((definition) => {
  if (definition.type !== "route") return [];
  const { operationId, method, path, security, request } = definition.route;
  const [first] = security ?? [];
  return [
    {
      id: operationId ?? `${method} ${path}`,
      method: method.toUpperCase(),
      path,
      scopes: first === undefined ? null : (Object.values(first)[0] ?? []),
      query: request?.query instanceof z.ZodObject ? Object.keys(request.query.shape) : [],
    },
  ];
});

export function pathOf({ path }: Operation, id = "some_id"): string {
  return path.replaceAll(/\{\w+\}/g, id);
}
