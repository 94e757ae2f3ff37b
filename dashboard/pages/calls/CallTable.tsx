// Calls as rows. Only those in sight are in the page, so that ten thousand scroll like ten; rows that come at the top do not
// move the ones that are being read.

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { memo, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Call } from "../../hub/calls.ts";
import { toolQuery } from "../../hub/tools.ts";
import { StatusBadge } from "../../ui/Badge.tsx";
import { Time } from "../../ui/Time.tsx";
import { ms } from "../../ui/units.ts";

/** Every row is one line. */
const ROW_PX = 36;
const BEYOND_SIGHT = 15;
const COLUMNS = ["time", "tool", "status", "latency", "role"] as const;

export function CallTable({
  calls,
  agentId,
  isBrief = false,
}: {
  readonly calls: readonly Call[];
  readonly agentId: string;
  /** There is little room: whose calls they are is left out. */
  readonly isBrief?: boolean;
}) {
  const { t } = useTranslation();
  const body = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  const rows = useWindowVirtualizer({
    count: calls.length,
    estimateSize: () => ROW_PX,
    overscan: BEYOND_SIGHT,
    scrollMargin: top,
    getItemKey: (index) => calls[index]?.id ?? index,
  });
  const shown = rows.getVirtualItems();
  useLayoutEffect(() => {
    const { top: now } = body.current?.getBoundingClientRect() ?? { top: 0 };
    setTop(Math.round(now + scrollY));
  }, [calls.length]);
  useSteadyReading(calls, top);
  const before = (shown[0]?.start ?? top) - top;
  const after = rows.getTotalSize() - ((shown.at(-1)?.end ?? top) - top);
  return (
    <div className="overflow-x-auto [overflow-anchor:none]">
      <table className="w-full text-left" aria-rowcount={calls.length + 1}>
        <thead className="text-quiet text-xs">
          <tr>
            {COLUMNS.filter((column) => !isBrief || column !== "role").map((column) => (
              <th key={column} scope="col" className="px-2 py-1 font-medium whitespace-nowrap">
                {t(`calls.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {before > 0 && <tr aria-hidden style={{ height: before }} />}
          {shown.map(({ index, key }) => {
            const call = calls[index];
            return (
              call && <CallRow key={String(key)} call={call} rowIndex={index + 2} agentId={agentId} isBrief={isBrief} />
            );
          })}
          {after > 0 && <tr aria-hidden style={{ height: after }} />}
        </tbody>
      </table>
    </div>
  );
}

const CallRow = memo(function CallRow({
  call,
  rowIndex,
  agentId,
  isBrief,
}: {
  readonly call: Call;
  readonly rowIndex: number;
  readonly agentId: string;
  readonly isBrief: boolean;
}) {
  const { t } = useTranslation();
  return (
    <tr aria-rowindex={rowIndex} className="border-line hover:bg-sunken h-9 border-t whitespace-nowrap">
      <td className="px-2">
        <Link to="/calls/$invocationId" params={{ invocationId: call.id }} className="text-accent underline">
          <Time at={call.createdAt} seconds />
        </Link>
      </td>
      {/* It takes what the others leave, and is cut short before they are. */}
      <td className="w-full max-w-0 min-w-20 truncate px-2">
        <ToolName toolId={call.toolId} />
      </td>
      <td className="px-2">
        <StatusBadge status={call.status} />
      </td>
      <td className="px-2 tabular-nums">{ms(call.latencyMs)}</td>
      {!isBrief && (
        <td className="px-2">{t(call.callerAgentId === agentId ? "calls.role_caller" : "calls.role_provider")}</td>
      )}
    </tr>
  );
});

/** Whoever has scrolled down keeps the row in sight that was at the top of it, whatever comes before it. */
function useSteadyReading(calls: readonly Call[], top: number): void {
  const known = useRef(calls);
  useLayoutEffect(() => {
    const before = known.current;
    known.current = calls;
    const first = Math.floor((scrollY - top) / ROW_PX);
    const read = before[first];
    if (first <= 0 || read === undefined || before === calls) return;
    // Few come at a time.
    const index = calls.slice(first, first + MOST_AT_ONCE).findIndex(({ id }) => id === read.id);
    if (index > 0) scrollBy(0, index * ROW_PX);
  }, [calls, top]);
}

const MOST_AT_ONCE = 500;

/** Its id, until its name is there; a tool that is gone keeps its id. */
export function ToolName({ toolId }: { readonly toolId: string }) {
  const { data } = useQuery({ ...toolQuery(toolId), staleTime: Number.POSITIVE_INFINITY });
  return (
    <Link to="/tools/$toolId" params={{ toolId }} search={{}} title={data?.name} className="hover:underline">
      {data?.name ?? toolId}
    </Link>
  );
}
