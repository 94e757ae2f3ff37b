// What a step waits for, and why; the edges of the canvas for the keyboard.

import { useId, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { descendantsOf, type GraphStep } from "../../canvas/graph-of.ts";
import { Badge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import type { Builder } from "./use-builder.ts";

export function WaitsFor({ builder, step }: { readonly builder: Builder; readonly step: GraphStep }) {
  const { t } = useTranslation();
  const id = useId();
  const { graph, dispatch } = builder;
  const edges = graph.edges.filter(({ target }) => target === step.key);
  const others = useMemo(() => {
    const known = new Set([...descendantsOf(graph, step.key), ...step.needs, step.key]);
    return graph.steps.map(({ key }) => key).filter((key) => !known.has(key));
  }, [graph, step]);
  return (
    <section aria-label={t("builder.waitsFor")}>
      <h3 className="mb-1">{t("builder.waitsFor")}</h3>
      <ul className="flex flex-col gap-1">
        {edges.map(({ source, isDeclared, reads }) => (
          <li key={source} className="bg-sunken flex items-center justify-between gap-2 rounded px-2 py-1">
            <span className="min-w-0">
              <span className="text-strong font-medium">{source}</span>{" "}
              {reads.slice(0, 1).map((path) => (
                <span key={path} className="text-quiet text-xs break-all">
                  {t("builder.reads", { path })}
                </span>
              ))}
              {isDeclared && <Badge>dependsOn</Badge>}
            </span>
            {isDeclared && (
              <Button
                aria-label={t("builder.stopWaiting", { id: source })}
                onClick={() => dispatch({ type: "disconnect", from: source, to: step.key })}
              >
                ×
              </Button>
            )}
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <>
          <label htmlFor={id} className="sr-only">
            {t("builder.waitsForMore")}
          </label>
          <select
            id={id}
            value=""
            onChange={({ target }) => dispatch({ type: "connect", from: target.value, to: step.key })}
            className="border-control bg-panel text-strong mt-2 w-full rounded-md border px-3 py-1.5"
          >
            <option value="">{t("builder.waitsForMore")}</option>
            {others.map((key) => (
              <option key={key}>{key}</option>
            ))}
          </select>
        </>
      )}
    </section>
  );
}
