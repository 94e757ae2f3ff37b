import { useQuery } from "@tanstack/react-query";
import { agentQuery } from "../hub/agents.ts";

/** Its id, until its name is there; an agent that is gone keeps its id. */
export function AgentName({ agentId }: { readonly agentId: string }) {
  const { data } = useQuery({ ...agentQuery(agentId), staleTime: Number.POSITIVE_INFINITY });
  return (
    <span title={agentId} className="break-all">
      {data?.name ?? agentId}
    </span>
  );
}
