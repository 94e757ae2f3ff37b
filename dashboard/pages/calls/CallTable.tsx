import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Call } from "../../hub/calls.ts";
import { toolQuery } from "../../hub/tools.ts";
import { StatusBadge } from "../../ui/Badge.tsx";
import { Time } from "../../ui/Time.tsx";

export function CallTable({ calls, agentId }: { readonly calls: readonly Call[]; readonly agentId: string }) {
  const { t } = useTranslation();
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-left">
        <thead className="text-quiet text-xs">
          <tr>
            {(["time", "tool", "role", "status", "latency"] as const).map((column) => (
              <th key={column} scope="col" className="px-2 py-1 font-medium whitespace-nowrap">
                {t(`calls.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {calls.map((call) => (
            <tr key={call.id} className="border-line hover:bg-sunken border-t">
              <td className="px-2 py-1.5">
                <Link to="/calls/$invocationId" params={{ invocationId: call.id }} className="text-accent underline">
                  <Time at={call.createdAt} seconds />
                </Link>
              </td>
              <td className="px-2 py-1.5">
                <ToolName toolId={call.toolId} />
              </td>
              <td className="px-2 py-1.5">
                {t(call.callerAgentId === agentId ? "calls.role_caller" : "calls.role_provider")}
              </td>
              <td className="px-2 py-1.5">
                <StatusBadge status={call.status} />
              </td>
              <td className="px-2 py-1.5 whitespace-nowrap tabular-nums">
                {call.latencyMs === null ? "–" : t("common.ms", { count: call.latencyMs })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Its id, until its name is there; a tool that is gone keeps its id. */
export function ToolName({ toolId }: { readonly toolId: string }) {
  const { data } = useQuery({ ...toolQuery(toolId), staleTime: Number.POSITIVE_INFINITY });
  return (
    <Link to="/tools/$toolId" params={{ toolId }} search={{}} className="hover:underline">
      {data?.name ?? toolId}
    </Link>
  );
}
