import { queryOptions } from "@tanstack/react-query";
import type { paths } from "../../client/openapi.gen.ts";
import { answerOf, hub, type Schema } from "./hub.ts";

export type Key = Schema<"Key">;
export type NewKey = paths["/api/v1/keys"]["post"]["requestBody"]["content"]["application/json"];

/** An agent has a handful; the hundred newest are all that anybody looks at. */
export const keysQuery = queryOptions({
  queryKey: ["keys"],
  queryFn: ({ signal }) => answerOf(hub.GET("/api/v1/keys", { params: { query: { limit: 100 } }, signal })),
});

export const createKey = (body: NewKey) => answerOf(hub.POST("/api/v1/keys", { body }));

export const rotateKey = (keyId: string) =>
  answerOf(hub.POST("/api/v1/keys/{keyId}/rotate", { params: { path: { keyId } }, body: {} }));

export const revokeKey = (keyId: string) =>
  answerOf(hub.DELETE("/api/v1/keys/{keyId}", { params: { path: { keyId } } }));
