// MCP servers, as the pages ask for them.

import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { paths } from "../../client/openapi.gen.ts";
import { rowsOf } from "../../client/rows.ts";
import { answerOf, hub, type Schema } from "./hub.ts";

export type Server = Schema<"McpServer">;
export type ServerChange = Schema<"McpServerChange">;
export type DefinitionKind = NonNullable<
  NonNullable<paths["/api/v1/mcp/servers/{serverId}/definitions"]["get"]["parameters"]["query"]>["kind"]
>;
export type NewServer = paths["/api/v1/mcp/servers"]["post"]["requestBody"]["content"]["application/json"];
type ServerUpdate = paths["/api/v1/mcp/servers/{serverId}"]["put"]["requestBody"]["content"]["application/json"];

export const serverPagesQuery = infiniteQueryOptions({
  queryKey: ["servers"],
  initialPageParam: undefined as string | undefined,
  queryFn: ({ pageParam, signal }) =>
    answerOf(
      hub.GET("/api/v1/mcp/servers", {
        params: { query: pageParam === undefined ? {} : { cursor: pageParam } },
        signal,
      }),
    ),
  getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
});

/** The keys of all that a change of a server is seen in: its tools are those of the registry, too. */
export const serverChanges = (serverId: string) => [["server", serverId], ["servers"], ["tools"], ["tool"]];

const at = (serverId: string) => ({ params: { path: { serverId } } });

export const serverQuery = (serverId: string) =>
  queryOptions({
    queryKey: ["server", serverId],
    queryFn: ({ signal }) => answerOf(hub.GET("/api/v1/mcp/servers/{serverId}", { ...at(serverId), signal })),
  });

export const definitionPagesQuery = (serverId: string, kind: DefinitionKind) =>
  infiniteQueryOptions({
    queryKey: ["server", serverId, "definitions", kind],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      readDefinitions(serverId, { kind, ...(pageParam && { cursor: pageParam }) }, signal),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });

/** What is in force of the tools that a change waits for, by name. */
export const toolsInForceQuery = (serverId: string) =>
  queryOptions({
    queryKey: ["server", serverId, "in force"],
    queryFn: async ({ signal }) => {
      const byName = new Map<string, Readonly<Record<string, unknown>>>();
      const read = (place: { cursor?: string }) =>
        readDefinitions(serverId, { kind: "tool", limit: 100, ...place }, signal);
      for await (const { definition } of rowsOf(read)) byName.set(String(definition["name"]), definition);
      return byName;
    },
  });

function readDefinitions(
  serverId: string,
  query: { readonly kind: DefinitionKind; readonly cursor?: string; readonly limit?: number },
  signal: AbortSignal,
) {
  const params = { path: { serverId }, query };
  return answerOf(hub.GET("/api/v1/mcp/servers/{serverId}/definitions", { params, signal }));
}

export const changePagesQuery = (serverId: string) =>
  infiniteQueryOptions({
    queryKey: ["server", serverId, "changes"],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => {
      const params = { path: { serverId }, query: pageParam === undefined ? {} : { cursor: pageParam } };
      return answerOf(hub.GET("/api/v1/mcp/servers/{serverId}/changes", { params, signal }));
    },
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });

/** By the hash that was shown: what the server offers meanwhile is not decided on. */
type Decided = readonly Pick<ServerChange, "subject" | "name" | "hash">[];

const decision = (serverId: string, chosen: Decided) => ({
  ...at(serverId),
  body: { changes: chosen.map(({ subject, name, hash }) => ({ subject, name, hash })) },
});

export const approveChanges = (serverId: string) => (chosen: Decided) =>
  answerOf(hub.POST("/api/v1/mcp/servers/{serverId}/changes/approve", decision(serverId, chosen)));

export const rejectChanges = (serverId: string) => (chosen: Decided) =>
  answerOf(hub.POST("/api/v1/mcp/servers/{serverId}/changes/reject", decision(serverId, chosen)));

export const registerServer = (body: NewServer) => answerOf(hub.POST("/api/v1/mcp/servers", { body }));

export const updateServer = (serverId: string) => (body: ServerUpdate) =>
  answerOf(hub.PUT("/api/v1/mcp/servers/{serverId}", { ...at(serverId), body }));

export const refreshServer = (serverId: string) => () =>
  answerOf(hub.POST("/api/v1/mcp/servers/{serverId}/refresh", at(serverId)));

export const removeServer = (serverId: string) => () =>
  answerOf(hub.DELETE("/api/v1/mcp/servers/{serverId}", at(serverId)));
