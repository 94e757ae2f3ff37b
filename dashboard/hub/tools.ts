// The registry, as the pages ask for it.

import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { paths } from "../../client/openapi.gen.ts";
import { answerOf, hub, type Schema } from "./hub.ts";

export type Tool = Schema<"Tool">;
/** As it is read by itself. */
export type WholeTool = Schema<"WholeTool">;
export type ToolStats = Schema<"ToolStats">;
type ToolsAsked = NonNullable<paths["/api/v1/mcp/tools"]["get"]["parameters"]["query"]>;

export const toolsQuery = (query: ToolsAsked) =>
  queryOptions({
    queryKey: ["tools", query],
    queryFn: ({ signal }) => answerOf(hub.GET("/api/v1/mcp/tools", { params: { query }, signal })),
  });

export const toolPagesQuery = (query: Omit<ToolsAsked, "cursor">) =>
  infiniteQueryOptions({
    queryKey: ["tools", "pages", query],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      answerOf(
        hub.GET("/api/v1/mcp/tools", {
          params: { query: { ...query, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });

export const toolQuery = (toolId: string) =>
  queryOptions({
    queryKey: ["tool", toolId],
    queryFn: ({ signal }) => answerOf(hub.GET("/api/v1/mcp/tools/{toolId}", { params: { path: { toolId } }, signal })),
  });

export const toolStatsQuery = (toolId: string, period: ToolStats["period"]) =>
  queryOptions({
    queryKey: ["tool", toolId, "stats", period],
    queryFn: ({ signal }) =>
      answerOf(
        hub.GET("/api/v1/mcp/tools/{toolId}/stats", { params: { path: { toolId }, query: { period } }, signal }),
      ),
  });

export type NewTool = paths["/api/v1/mcp/tools"]["post"]["requestBody"]["content"]["application/json"];
type ToolChange = paths["/api/v1/mcp/tools/{toolId}"]["put"]["requestBody"]["content"]["application/json"];

/** An agent's own tools, those that nobody else sees too. */
export const ownToolPagesQuery = (agentId: string) =>
  infiniteQueryOptions({
    queryKey: ["tools", "of", agentId],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => {
      const params = { path: { agentId }, query: pageParam === undefined ? {} : { cursor: pageParam } };
      return answerOf(hub.GET("/api/v1/mcp/agents/{agentId}/tools", { params, signal }));
    },
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });

export const registerTool = (body: NewTool) => answerOf(hub.POST("/api/v1/mcp/tools", { body }));

export const updateTool = (toolId: string) => (body: ToolChange) =>
  answerOf(hub.PUT("/api/v1/mcp/tools/{toolId}", { params: { path: { toolId } }, body }));

type NewCredentials =
  paths["/api/v1/mcp/tools/{toolId}/credentials"]["put"]["requestBody"]["content"]["application/json"];

export const replaceCredentials =
  (toolId: string) =>
  ({ authType = "none", authConfig }: Partial<NewCredentials>) =>
    answerOf(
      hub.PUT("/api/v1/mcp/tools/{toolId}/credentials", {
        params: { path: { toolId } },
        body: { authType, ...(authConfig && { authConfig }) },
      }),
    );

export const deregisterTool = (toolId: string) =>
  answerOf(hub.DELETE("/api/v1/mcp/tools/{toolId}", { params: { path: { toolId } } }));
