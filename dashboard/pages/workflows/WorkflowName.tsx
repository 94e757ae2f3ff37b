import { useQuery } from "@tanstack/react-query";
import { workflowQuery } from "../../hub/workflows.ts";

/** Its id, until its name is there; a workflow that is gone keeps its id. */
export function WorkflowName({ workflowId }: { readonly workflowId: string }) {
  const { data } = useQuery({ ...workflowQuery(workflowId), staleTime: 60_000 });
  return <>{data?.name ?? workflowId}</>;
}
