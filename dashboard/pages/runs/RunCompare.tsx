// A run beside another of its workflow: how each step ended in both, how long it took, and what it gave.

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Run, runPagesQuery, runQuery, type StepResult } from "../../hub/workflows.ts";
import { Badge, StatusBadge } from "../../ui/Badge.tsx";
import { JsonCode } from "../../ui/Code.tsx";
import { Failed } from "../../ui/Failed.tsx";
import { SelectField } from "../../ui/Field.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { rowsOf } from "../../ui/Rows.tsx";
import { largeValuesAt } from "./LargeValues.tsx";
import { tookOf } from "./RunList.tsx";

export function RunCompare({
  run,
  otherId,
  chooseOther,
  chosen,
  choose,
}: {
  readonly run: Run;
  readonly otherId: string | undefined;
  readonly chooseOther: (runId: string) => void;
  readonly chosen: string | undefined;
  readonly choose: (stepId: string) => void;
}) {
  const { t } = useTranslation();
  const found = useInfiniteQuery(runPagesQuery({ workflowId: run.workflowId }));
  const others = rowsOf(found).filter(({ id }) => id !== run.id);
  // The one that it does again or, without such, the latest.
  const withId = otherId ?? run.rerunOf ?? others[0]?.id;
  const other = useQuery({ ...runQuery(withId ?? ""), enabled: withId !== undefined });
  if (found.isPending) return <Loading />;
  if (withId === undefined && found.error) return <Failed error={found.error} retry={() => void found.refetch()} />;
  if (withId === undefined) return <Notice title={t("builder.compareEmpty")}>{t("builder.compareEmptyHint")}</Notice>;
  const listed = others.some(({ id }) => id === withId)
    ? others.map(({ id }) => id)
    : [withId, ...others.map(({ id }) => id)];
  return (
    <div className="flex flex-col gap-4">
      <SelectField
        className="max-w-80"
        label={t("builder.compareWith")}
        value={withId}
        onChange={({ target }) => chooseOther(target.value)}
        options={listed.map((id) => ({
          value: id,
          label: id === run.rerunOf ? `${id} · ${t("builder.rerunOf")}` : id,
        }))}
      />
      {other.data ? (
        <Steps run={run} other={other.data} chosen={chosen} choose={choose} />
      ) : other.error ? (
        <Failed error={other.error} retry={() => void other.refetch()} />
      ) : (
        <Loading />
      )}
    </div>
  );
}

interface Pair {
  readonly id: string;
  readonly here: StepResult | undefined;
  readonly there: StepResult | undefined;
  readonly isSame: boolean;
}

function Steps({
  run,
  other,
  chosen,
  choose,
}: {
  readonly run: Run;
  readonly other: Run;
  readonly chosen: string | undefined;
  readonly choose: (stepId: string) => void;
}) {
  const { t } = useTranslation();
  const [isShort, setShort] = useState(false);
  const pairs = pairsOf(run, other);
  const shown = isShort ? pairs.filter(({ isSame }) => !isSame) : pairs;
  const pair = pairs.find(({ id }) => id === chosen);
  return (
    <>
      <label className="flex items-center gap-2">
        <input type="checkbox" checked={isShort} onChange={({ target }) => setShort(target.checked)} />
        {t("builder.onlyDifferent")}
      </label>
      {shown.length === 0 ? (
        <Notice title={t("builder.noDifference")} />
      ) : (
        <div className="overflow-x-auto">
          <table className="w-full text-left">
            <thead className="text-quiet text-xs">
              <tr>
                {[t("builder.step"), t("builder.thisRun"), t("builder.otherRun"), t("builder.result")].map((column) => (
                  <th key={column} scope="col" className="px-2 py-1 font-medium whitespace-nowrap">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map(({ id, here, there, isSame }) => (
                <tr key={id} className="border-line hover:bg-sunken border-t">
                  <td className="px-2 py-1.5">
                    <button
                      type="button"
                      aria-pressed={id === chosen}
                      onClick={() => choose(id)}
                      className="text-accent underline aria-pressed:font-semibold"
                    >
                      {id}
                    </button>
                  </td>
                  <Outcome of={here} />
                  <Outcome of={there} />
                  <td className="px-2 py-1.5">
                    {isSame ? <Badge>{t("builder.same")}</Badge> : <Badge tone="warn">{t("builder.differs")}</Badge>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {pair && (
        <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
          <Panel title={t("builder.thisRun")}>
            <JsonCode label={t("builder.thisRun")} value={pair.here?.error ?? pair.here?.result ?? null} />
          </Panel>
          <Panel title={t("builder.otherRun")}>
            <JsonCode label={t("builder.otherRun")} value={pair.there?.error ?? pair.there?.result ?? null} />
          </Panel>
        </div>
      )}
    </>
  );
}

function Outcome({ of }: { readonly of: StepResult | undefined }) {
  const { t } = useTranslation();
  if (of === undefined) return <td className="text-quiet px-2 py-1.5">–</td>;
  return (
    <td className="px-2 py-1.5 whitespace-nowrap tabular-nums">
      <StatusBadge status={of.status} /> {of.kept ? <Badge>{t("builder.kept")}</Badge> : tookOf(of)}
      {of.attempts > 1 && ` ×${of.attempts}`}
    </td>
  );
}

/** All steps of either run, as the first has them. */
function pairsOf(here: Run, there: Run): readonly Pair[] {
  const ids = [...new Set([...Object.keys(here.stepResults), ...Object.keys(there.stepResults)])];
  return ids.map((id) => {
    const isSame = outcomeOf(here, id) === outcomeOf(there, id);
    return { id, here: here.stepResults[id], there: there.stepResults[id], isSame };
  });
}

/** Of what is too large to be compared here, where it is and its size. */
function outcomeOf(run: Run, id: string): string {
  const step = run.stepResults[id];
  const large = largeValuesAt(run, `/stepResults/${id}/result`).map(({ pointer, sizeBytes }) => [pointer, sizeBytes]);
  return JSON.stringify([step?.status, step?.result, step?.error?.code, large]);
}
