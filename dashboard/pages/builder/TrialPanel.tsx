// A dry run in place: its input, how it ended, and what came of each step. The canvas shows the same on its edges.

import { useTranslation } from "react-i18next";
import type { Json } from "../../../engine/json.ts";
import { isObject, sampleOf } from "../../hub/json-schema.ts";
import { StatusBadge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { JsonCode } from "../../ui/Code.tsx";
import { Failed } from "../../ui/Failed.tsx";
import { JsonField } from "../../ui/JsonField.tsx";
import { Notice } from "../../ui/Notice.tsx";
import type { Builder } from "./use-builder.ts";

export function TrialPanel({ builder, show }: { readonly builder: Builder; readonly show: (key: string) => void }) {
  const { t } = useTranslation();
  const { trial, definition } = builder;
  const { outcome, error, isRunning, input, setInput, run } = trial;
  const inputSchema = isObject(definition) ? definition["inputSchema"] : undefined;
  return (
    <div className="flex flex-col gap-3">
      <p className="text-quiet">{t("builder.tryHint")}</p>
      <div data-own-undo>
        <JsonField
          label={t("builder.tryInput")}
          hint={t("builder.tryMade")}
          rows={4}
          value={input}
          change={(value) => setInput(value as Json | undefined)}
        />
      </div>
      <div className="flex flex-wrap gap-2">
        <Button look="primary" disabled={isRunning} onClick={run}>
          {t(isRunning ? "builder.trying" : "builder.try")}
        </Button>
        {isObject(inputSchema) && input === undefined && (
          <Button onClick={() => setInput(sampleOf(inputSchema) as Json)}>{t("builder.sample")}</Button>
        )}
      </div>
      <div aria-live="polite" className="flex flex-col gap-3">
        {error && <Failed error={error} />}
        {outcome && (
          <>
            <p className="flex items-center gap-2">
              <StatusBadge status={outcome.status} /> {t("builder.calls", { count: outcome.calls })}
            </p>
            {outcome.error && (
              <Notice tone="bad" title={outcome.error.code}>
                {outcome.error.message}
              </Notice>
            )}
            <ul>
              {Object.entries(outcome.steps).map(([id, { status }]) => (
                <li key={id}>
                  <button
                    type="button"
                    onClick={() => show(id)}
                    className="hover:bg-sunken flex w-full items-center justify-between gap-2 rounded px-2 py-1 text-left"
                  >
                    <span className="truncate">{id}</span>
                    <StatusBadge status={status} />
                  </button>
                </li>
              ))}
            </ul>
            <JsonCode label={t("builder.output")} value={outcome.output} />
          </>
        )}
      </div>
    </div>
  );
}
