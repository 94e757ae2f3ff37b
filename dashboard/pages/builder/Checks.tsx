// All that is wrong, each with where and, where there is no doubt, the mend.

import { useTranslation } from "react-i18next";
import { stepIndexOf } from "../../canvas/faults.ts";
import { Badge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { Failed } from "../../ui/Failed.tsx";
import { type Builder, fixOf } from "./use-builder.ts";

export function Checks({ builder, show }: { readonly builder: Builder; readonly show: (key: string) => void }) {
  const { t } = useTranslation();
  const { state, diagnostics, isSound, checkError, isChecked, graph, dispatch } = builder;
  const { fault: notJson } = state.history.now;
  const mendable = diagnostics.filter(({ fix }) => fix !== undefined);
  return (
    <section aria-label={t("workflows.checks")} aria-live="polite" className="flex flex-col gap-3">
      {notJson !== null ? (
        <p className="text-bad">{t("common.notJson", { why: notJson })}</p>
      ) : isSound !== undefined ? null : checkError ? (
        <Failed error={checkError} retry={builder.checkAgain} />
      ) : (
        <p className="text-quiet">{t("builder.checking")}</p>
      )}
      {isSound === true && diagnostics.length === 0 && (
        <p>
          <Badge tone="good">{t("builder.noFaults")}</Badge>
        </p>
      )}
      {mendable.length > 1 && (
        <Button
          className="self-start"
          disabled={!isChecked}
          // All fixes of one answer go together, in any order.
          onClick={() => dispatch({ type: "edit", patch: () => mendable.flatMap(fixOf) })}
        >
          {t("builder.applyAll", { count: mendable.length })}
        </Button>
      )}
      <ul className="flex flex-col gap-2">
        {diagnostics.map((fault) => {
          const { severity, pointer, code, message, hint, fix } = fault;
          const index = stepIndexOf(pointer);
          const step = graph.steps.find((other) => other.index === index);
          return (
            <li key={`${pointer} ${code} ${message}`} className="border-line bg-panel rounded-md border p-3">
              <Badge tone={severity === "error" ? "bad" : "warn"}>{code}</Badge>{" "}
              <code className="text-quiet text-xs break-all">{pointer || "/"}</code>
              <p className="text-strong break-words">{message}</p>
              {hint && <p className="text-quiet break-words">{hint}</p>}
              <div className="mt-2 flex flex-wrap gap-2 empty:hidden">
                {fix && (
                  <Button
                    look="primary"
                    disabled={!isChecked}
                    onClick={() => dispatch({ type: "edit", patch: () => fixOf(fault) })}
                  >
                    {t("builder.apply")}
                  </Button>
                )}
                {step && <Button onClick={() => show(step.key)}>{t("builder.showStep", { id: step.key })}</Button>}
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
