import { queryOptions } from "@tanstack/react-query";
import type { paths } from "../../client/openapi.gen.ts";
import { answerOf, hub } from "./hub.ts";

export type ProfileChanges = paths["/api/v1/agents/{agentId}"]["put"]["requestBody"]["content"]["application/json"];

export const agentQuery = (agentId: string) =>
  queryOptions({
    queryKey: ["agent", agentId],
    queryFn: ({ signal }) => answerOf(hub.GET("/api/v1/agents/{agentId}", { params: { path: { agentId } }, signal })),
  });

export const updateAgent = (agentId: string) => (body: ProfileChanges) =>
  answerOf(hub.PUT("/api/v1/agents/{agentId}", { params: { path: { agentId } }, body }));
