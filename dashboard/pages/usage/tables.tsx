// Numbers in tables, each with a bar that shows its share at a glance.

import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Call } from "../../hub/calls.ts";
import { AgentName } from "../../ui/AgentName.tsx";
import { StatusBadge } from "../../ui/Badge.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { ms, percent } from "../../ui/units.ts";
import { type CallerNumbers, callsOf, priceOf, successRateOf, type ToolNumbers } from "./sum-up.ts";

export function Totals({ of: all }: { readonly of: readonly ToolNumbers[] }) {
  const { t } = useTranslation();
  const prices = all.map(priceOf).filter((price) => price !== null);
  return (
    <Panel>
      <Facts
        facts={[
          [t("usage.calls"), callsOf(all)],
          [t("tool.successRate"), percent(successRateOf(all.map(({ numbers }) => numbers)))],
          [t("usage.price"), prices.length === 0 ? "–" : usd(prices.reduce((sum, price) => sum + price, 0))],
        ]}
      />
    </Panel>
  );
}

export function ToolTable({ title, of: all }: { readonly title: string; readonly of: readonly ToolNumbers[] }) {
  const { t } = useTranslation();
  const sorted = all.toSorted((a, b) => b.numbers.calls - a.numbers.calls);
  return (
    <NumberTable
      title={title}
      columns={[t("calls.tool"), t("usage.calls"), t("tool.successRate"), "p50", "p95", "p99", t("usage.price")]}
      rows={sorted.map((row) => {
        const { tool, numbers } = row;
        const price = priceOf(row);
        return {
          key: tool.id,
          calls: numbers.calls,
          name: (
            <Link
              to="/tools/$toolId"
              params={{ toolId: tool.id }}
              search={{ tab: "statistics" }}
              title={tool.name}
              className="text-accent block max-w-32 truncate underline sm:max-w-80"
            >
              {tool.name}
            </Link>
          ),
          others: [
            percent(numbers.successRate),
            ms(numbers.p50LatencyMs),
            ms(numbers.p95LatencyMs),
            ms(numbers.p99LatencyMs),
            price === null ? "–" : usd(price),
          ],
        };
      })}
    />
  );
}

export function CallerTable({ callers }: { readonly callers: readonly CallerNumbers[] }) {
  const { t } = useTranslation();
  return (
    <NumberTable
      title={t("usage.byCaller")}
      columns={[t("calls.caller"), t("usage.calls"), t("tool.successRate")]}
      rows={callers.map(({ agentId, calls, successRate }) => ({
        key: agentId,
        calls,
        name: <AgentName agentId={agentId} />,
        others: [percent(successRate)],
      }))}
    />
  );
}

export function StatusTable({ calls }: { readonly calls: readonly Call[] }) {
  const { t } = useTranslation();
  const groups = [...Map.groupBy(calls, ({ status }) => status)].toSorted(([, a], [, b]) => b.length - a.length);
  return (
    <NumberTable
      title={t("usage.byStatus")}
      columns={[t("calls.status"), t("usage.calls")]}
      rows={groups.map(([status, of]) => ({
        key: status,
        calls: of.length,
        name: <StatusBadge status={status} />,
        others: [],
      }))}
    />
  );
}

interface NumberRow {
  readonly key: string;
  readonly name: ReactNode;
  readonly calls: number;
  readonly others: readonly string[];
}

function NumberTable({
  title,
  columns,
  rows,
}: {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly NumberRow[];
}) {
  const { t } = useTranslation();
  const most = Math.max(1, ...rows.map(({ calls }) => calls));
  return (
    <Panel title={title}>
      {rows.length === 0 ? (
        <p className="text-quiet">{t("tool.noCalls")}</p>
      ) : (
        <div className="overflow-x-auto" tabIndex={0} role="group" aria-label={title}>
          <table className="w-full text-left tabular-nums">
            <thead className="text-quiet text-xs">
              <tr>
                {columns.map((column) => (
                  <th key={column} scope="col" className="px-2 py-1 font-medium whitespace-nowrap">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ key, name, calls, others }) => (
                <tr key={key} className="border-line border-t">
                  <td className="px-2 py-1.5">{name}</td>
                  <td className="px-2 py-1.5">
                    <span className="flex items-center gap-2">
                      <span className="w-12 text-right">{calls}</span>
                      <svg
                        aria-hidden
                        viewBox="0 0 100 8"
                        preserveAspectRatio="none"
                        className="text-accent h-2 w-24 shrink-0"
                      >
                        <rect width={(calls / most) * 100} height="8" fill="currentColor" />
                      </svg>
                    </span>
                  </td>
                  {others.map((text, place) => (
                    // A row's cells stand in the order of its columns.
                    <td key={place} className="px-2 py-1.5 whitespace-nowrap">
                      {text}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}

function usd(price: number): string {
  return `$${price.toFixed(price < 1 ? 4 : 2)}`;
}
