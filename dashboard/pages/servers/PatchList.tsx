// What changes, place by place: what was there, and what is there then.

import { useTranslation } from "react-i18next";
import { type Operation, type PatchStep, patchSteps } from "./patch-steps.ts";

/** @param before what the patch is from; undefined: it is not known */
export function PatchList({ before, patch }: { readonly before: unknown; readonly patch: readonly Operation[] }) {
  return (
    <ul className="flex flex-col gap-3">
      {patchSteps(before, patch).map((step, index) => (
        // The same place may be changed more than once.
        <Step key={index} step={step} />
      ))}
    </ul>
  );
}

function Step({ step: { path, was, becomes } }: { readonly step: PatchStep }) {
  const { t } = useTranslation();
  return (
    <li>
      <code className="text-quiet text-xs break-all">{path || "/"}</code>
      {was !== undefined && <Side sign="−" label={t("servers.was")} look="bg-bad-soft text-bad" value={was} />}
      {becomes !== undefined && (
        <Side sign="+" label={t("servers.becomes")} look="bg-good-soft text-good" value={becomes} />
      )}
      {was === undefined && becomes === undefined && (
        <p className="bg-bad-soft text-bad rounded px-2 py-1 text-xs">− {t("servers.goes")}</p>
      )}
    </li>
  );
}

function Side({
  sign,
  label,
  look,
  value,
}: {
  readonly sign: string;
  readonly label: string;
  readonly look: string;
  readonly value: unknown;
}) {
  return (
    <pre className={`mt-1 rounded px-2 py-1 font-mono text-xs break-words whitespace-pre-wrap ${look}`}>
      <span aria-hidden>{sign} </span>
      <span className="sr-only">{label}: </span>
      {typeof value === "string" ? value : JSON.stringify(value, null, 2)}
    </pre>
  );
}
