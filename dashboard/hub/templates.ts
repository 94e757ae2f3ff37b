// Templates, as the pages ask for them.

import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { paths } from "../../client/openapi.gen.ts";
import { answerOf, hub, type Schema } from "./hub.ts";

export type Template = Schema<"Template">;
export type ReadTemplate = Schema<"ReadTemplate">;
export type Rating = Schema<"TemplateRating">;
export type Slot = Schema<"Slot">;
type TemplatesAsked = NonNullable<paths["/api/v1/templates"]["get"]["parameters"]["query"]>;
type TemplatePage = paths["/api/v1/templates"]["get"]["responses"][200]["content"]["application/json"];
type NewRating = paths["/api/v1/templates/{templateId}/rating"]["put"]["requestBody"]["content"]["application/json"];
export type NewReport =
  paths["/api/v1/templates/{templateId}/report"]["post"]["requestBody"]["content"]["application/json"];
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

export const ratingPagesQuery = (templateId: string) =>
  infiniteQueryOptions({
    queryKey: ["template", templateId, "ratings"],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => {
      const params = { path: { templateId }, query: pageParam === undefined ? {} : { cursor: pageParam } };
      return answerOf(hub.GET("/api/v1/templates/{templateId}/ratings", { params, signal }));
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

/** What an agent has published of a workflow, as it is now; null: nothing. */
export const templateOfQuery = (agentId: string, workflowId: string) =>
  queryOptions({
    queryKey: ["templates", "of", agentId, workflowId],
    queryFn: async ({ signal }): Promise<ReadTemplate | null> => {
      let cursor: string | null = null;
      do {
        const query = { agentId, sort: "newest" as const, limit: 100, ...(cursor !== null && { cursor }) };
        const page: TemplatePage = await answerOf(hub.GET("/api/v1/templates", { params: { query }, signal }));
        const found = page.data.find((template) => template.workflowId === workflowId);
        if (found !== undefined) {
          const params = { path: { templateId: found.id } };
          return answerOf(hub.GET("/api/v1/templates/{templateId}", { params, signal }));
        }
        cursor = page.nextCursor;
      } while (cursor !== null);
      return null;
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

const at = (templateId: string) => ({ params: { path: { templateId } } });

export const instantiate = (templateId: string) => (body: Instantiation) =>
  answerOf(hub.POST("/api/v1/templates/{templateId}/instantiate", { ...at(templateId), body }));

export const rateTemplate = (templateId: string) => (body: NewRating) =>
  answerOf(hub.PUT("/api/v1/templates/{templateId}/rating", { ...at(templateId), body }));

export const reportTemplate = (templateId: string) => (body: NewReport) =>
  answerOf(hub.POST("/api/v1/templates/{templateId}/report", { ...at(templateId), body }));

export const unpublishTemplate = (templateId: string) => () =>
  answerOf(hub.DELETE("/api/v1/templates/{templateId}", at(templateId)));

export const publishWorkflow = (workflowId: string) => (body: Publication) =>
  answerOf(hub.POST("/api/v1/workflows/{workflowId}/publish", { params: { path: { workflowId } }, body }));
