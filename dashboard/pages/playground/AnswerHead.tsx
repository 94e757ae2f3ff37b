import { useTranslation } from "react-i18next";
import { CopyButton } from "../../ui/CopyButton.tsx";
import type { Head } from "./use-streamed-call.ts";

/** What the hub's answer to a call began with: its status, and each header that a page may read. */
export function AnswerHead({ head: { status, headers } }: { readonly head: Head }) {
  const { t } = useTranslation();
  const shown = [...headers];
  return (
    <details className="border-line rounded-md border px-3 py-2">
      <summary>
        {t("playground.headers")} <span className="text-quiet tabular-nums">HTTP {status}</span>
      </summary>
      <dl className="mt-2 grid gap-x-4 font-mono text-xs sm:grid-cols-[max-content_minmax(0,1fr)]">
        {shown.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-quiet max-sm:mt-2">{name}</dt>
            <dd className="text-strong break-all">{value}</dd>
          </div>
        ))}
      </dl>
      <div className="mt-2">
        <CopyButton text={shown.map(([name, value]) => `${name}: ${value}`).join("\n")} />
      </div>
    </details>
  );
}
