// Workflows and their runs, as the pages ask for them.

import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { paths } from "../../client/openapi.gen.ts";
import { answerOf, hub, type Schema } from "./hub.ts";

export type Workflow = Schema<"Workflow">;
export type DefinedWorkflow = Schema<"DefinedWorkflow">;
export type Diagnostic = Schema<"Diagnostic">;
export type Run = Schema<"Run">;
export type RunSummary = Schema<"RunSummary">;
export type StepResult = Schema<"StepResult">;
export type RunTimeline = Schema<"RunTimeline">;
type Definition = Schema<"WorkflowDefinition">;
type RunsAsked = NonNullable<paths["/api/v1/workflow-runs"]["get"]["parameters"]["query"]>;

export const workflowPagesQuery = infiniteQueryOptions({
  queryKey: ["workflows"],
  initialPageParam: undefined as string | undefined,
  queryFn: ({ pageParam, signal }) => {
    const params = { query: pageParam === undefined ? {} : { cursor: pageParam } };
    return answerOf(hub.GET("/api/v1/workflows", { params, signal }));
  },
  getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
});

export const workflowQuery = (workflowId: string) =>
  queryOptions({
    queryKey: ["workflow", workflowId],
    queryFn: ({ signal }) =>
      answerOf(hub.GET("/api/v1/workflows/{workflowId}", { params: { path: { workflowId } }, signal })),
  });

/** A version of it, current or not. */
export const versionQuery = (workflowId: string, version: number) =>
  queryOptions({
    queryKey: ["workflow", workflowId, "version", version],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) =>
      answerOf(
        hub.GET("/api/v1/workflows/{workflowId}/versions/{version}", {
          params: { path: { workflowId, version: String(version) } },
          signal,
        }),
      ),
  });

/** What the hub finds in a definition, faults and warnings; nothing is stored. By its text, which is JSON. */
export const checkQuery = (text: string) =>
  queryOptions({
    queryKey: ["check", text],
    queryFn: async ({ signal }) => {
      const body = JSON.parse(text) as Definition;
      return { text, ...(await answerOf(hub.POST("/api/v1/workflows/check", { body, signal }))) };
    },
    // Each letter makes another text.
    gcTime: 10_000,
  });

export type DryRun = Schema<"DryRun">;
type DryRunAsked = paths["/api/v1/workflows/dry-run"]["post"]["requestBody"]["content"]["application/json"];

export const dryRun = (body: Omit<DryRunAsked, "seed">) => answerOf(hub.POST("/api/v1/workflows/dry-run", { body }));

/** Any JSON: the hub says what is wrong with it. */
export const createWorkflow = (definition: unknown) =>
  answerOf(hub.POST("/api/v1/workflows", { body: definition as Definition }));

export const execute = (workflowId: string) => (input: unknown) =>
  answerOf(hub.POST("/api/v1/workflows/{workflowId}/execute", { params: { path: { workflowId } }, body: { input } }));

export const runPagesQuery = (query: Omit<RunsAsked, "cursor">) =>
  infiniteQueryOptions({
    queryKey: ["runs", query],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => {
      const params = { query: { ...query, ...(pageParam && { cursor: pageParam }) } };
      return answerOf(hub.GET("/api/v1/workflow-runs", { params, signal }));
    },
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });

export const runQuery = (runId: string) =>
  queryOptions({
    queryKey: ["run", runId],
    queryFn: ({ signal }) =>
      answerOf(hub.GET("/api/v1/workflow-runs/{runId}", { params: { path: { runId } }, signal })),
  });

/** Null: it has not run yet. */
export const latestRunQuery = (workflowId: string) =>
  queryOptions({
    queryKey: ["runs", "latest", workflowId],
    queryFn: async ({ signal }): Promise<Run | null> => {
      const query = { workflowId, limit: 1 };
      const { data } = await answerOf(hub.GET("/api/v1/workflow-runs", { params: { query }, signal }));
      const [latest] = data;
      return latest === undefined
        ? null
        : answerOf(hub.GET("/api/v1/workflow-runs/{runId}", { params: { path: { runId: latest.id } }, signal }));
    },
  });

export const timelineQuery = (runId: string) =>
  queryOptions({
    queryKey: ["run", runId, "timeline"],
    queryFn: ({ signal }) =>
      answerOf(hub.GET("/api/v1/workflow-runs/{runId}/timeline", { params: { path: { runId } }, signal })),
  });

type RerunFrom = NonNullable<
  NonNullable<
    paths["/api/v1/workflow-runs/{runId}/rerun"]["post"]["requestBody"]
  >["content"]["application/json"]["from"]
>;

/** @returns the new run's id */
export const rerun = (runId: string) => async (from: RerunFrom) => {
  const params = { path: { runId } };
  const run = await answerOf(hub.POST("/api/v1/workflow-runs/{runId}/rerun", { params, body: { from } }));
  return "runId" in run ? run.runId : run.id;
};

const runPath = (runId: string) => ({ params: { path: { runId } } });

export const cancelRun = (runId: string) => answerOf(hub.POST("/api/v1/workflow-runs/{runId}/cancel", runPath(runId)));
export const pauseRun = (runId: string) => answerOf(hub.POST("/api/v1/workflow-runs/{runId}/pause", runPath(runId)));
export const resumeRun = (runId: string) => answerOf(hub.POST("/api/v1/workflow-runs/{runId}/resume", runPath(runId)));

/** @param version what the change is meant for: the hub refuses it where there is a newer one */
export const replaceWorkflow = (workflowId: string, version: number) => (definition: unknown) =>
  answerOf(
    hub.PUT("/api/v1/workflows/{workflowId}", {
      params: { path: { workflowId }, header: { "if-match": `"${version}"` } },
      body: definition as Definition & null,
    }),
  );

export const versionPagesQuery = (workflowId: string) =>
  infiniteQueryOptions({
    queryKey: ["workflow", workflowId, "versions"],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => {
      const params = { path: { workflowId }, query: pageParam === undefined ? {} : { cursor: pageParam } };
      return answerOf(hub.GET("/api/v1/workflows/{workflowId}/versions", { params, signal }));
    },
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });

export const versionDiffQuery = (workflowId: string, from: number, to: number) =>
  queryOptions({
    queryKey: ["workflow", workflowId, "diff", from, to],
    queryFn: ({ signal }) =>
      answerOf(
        hub.GET("/api/v1/workflows/{workflowId}/diff", {
          params: { path: { workflowId }, query: { from, to } },
          signal,
        }),
      ),
  });

export const restoreVersion = (workflowId: string) => (version: number) =>
  answerOf(
    hub.POST("/api/v1/workflows/{workflowId}/versions/{version}/restore", {
      params: { path: { workflowId, version: String(version) } },
    }),
  );
