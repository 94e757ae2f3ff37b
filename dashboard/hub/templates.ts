// Templates, as the pages ask for them.

import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { paths } from "../../client/openapi.gen.ts";
import { answerOf, hub, type Schema } from "./hub.ts";

export type Template = Schema<"Template">;
export type ReadTemplate = Schema<"ReadTemplate">;
export type Slot = Schema<"Slot">;
type TemplatesAsked = NonNullable<paths["/api/v1/templates"]["get"]["parameters"]["query"]>;
type Instantiation =
  paths["/api/v1/templates/{templateId}/instantiate"]["post"]["requestBody"]["content"]["application/json"];
export type Publication =
  paths["/api/v1/workflows/{workflowId}/publish"]["post"]["requestBody"]["content"]["application/json"];

export const templatePagesQuery = (query: Omit<TemplatesAsked, "cursor">) =>
  infiniteQueryOptions({
    queryKey: ["templates", query],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => {
      const params = { query: { ...query, ...(pageParam && { cursor: pageParam }) } };
      return answerOf(hub.GET("/api/v1/templates", { params, signal }));
    },
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });

/** @param version undefined: the current one */
export const templateQuery = (templateId: string, version?: number) =>
  queryOptions({
    queryKey: ["template", templateId, version],
    queryFn: ({ signal }) => {
      const params = { path: { templateId }, query: version === undefined ? {} : { version } };
      return answerOf(hub.GET("/api/v1/templates/{templateId}", { params, signal }));
    },
  });

/** The best first. */
export const slotToolsQuery = (templateId: string, version: number, slotName: string) =>
  queryOptions({
    queryKey: ["template", templateId, version, "slot", slotName],
    queryFn: ({ signal }) =>
      answerOf(
        hub.GET("/api/v1/templates/{templateId}/slots/{slotName}/tools", {
          params: { path: { templateId, slotName }, query: { version } },
          signal,
        }),
      ),
  });

export const instantiate = (templateId: string) => (body: Instantiation) =>
  answerOf(hub.POST("/api/v1/templates/{templateId}/instantiate", { params: { path: { templateId } }, body }));

export const publishWorkflow = (workflowId: string) => (body: Publication) =>
  answerOf(hub.POST("/api/v1/workflows/{workflowId}/publish", { params: { path: { workflowId } }, body }));
