import { queryOptions } from "@tanstack/react-query";
import { answerOf, hub } from "./hub.ts";

export const agentQuery = (agentId: string) =>
  queryOptions({
    queryKey: ["agent", agentId],
    queryFn: ({ signal }) => answerOf(hub.GET("/api/v1/agents/{agentId}", { params: { path: { agentId } }, signal })),
  });
