// By what a call is found in the traces that the hub exports. The log has no id of a trace; the spans have the call's.

import { useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { Panel } from "../../ui/Panel.tsx";

export function CallTrace({ invocationId }: { readonly invocationId: string }) {
  const { t } = useTranslation();
  const { run } = useSearch({ from: "/inside/calls/$invocationId" });
  const attributes = [
    ["gen_ai.tool.call.id", invocationId],
    ...(run === undefined ? [] : [["nexuscall.run.id", run] as const]),
  ] as const;
  return (
    <Panel title={t("calls.trace")}>
      <p className="text-quiet mb-2">{t("calls.traceHint")}</p>
      <ul className="flex flex-col gap-2">
        {attributes.map(([name, value]) => (
          <li key={name} className="flex flex-wrap items-center gap-2">
            <code className="text-strong font-mono text-xs break-all">{`${name} = ${value}`}</code>
            <CopyButton text={value} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
