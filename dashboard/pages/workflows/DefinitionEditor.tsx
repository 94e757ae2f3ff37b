// A definition being written: the text, what the hub finds in it, and its picture.

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useDeferredValue } from "react";
import { useTranslation } from "react-i18next";
import { checkQuery, type Diagnostic } from "../../hub/workflows.ts";
import { Badge } from "../../ui/Badge.tsx";
import { Failed } from "../../ui/Failed.tsx";
import { JsonField } from "../../ui/JsonField.tsx";
import { Loading } from "../../ui/Loading.tsx";

const Graph = lazy(() => import("./Graph.tsx"));

export function DefinitionEditor({
  definition,
  change,
  error,
}: {
  readonly definition: unknown;
  readonly change: (definition: unknown) => void;
  /** Why it was not taken. */
  readonly error: Error | null;
}) {
  const { t } = useTranslation();
  const { data } = useQuery({
    ...checkQuery(useDeferredValue(definition)),
    enabled: definition !== undefined,
    placeholderData: keepPreviousData,
  });
  return (
    <div className="grid gap-4 xl:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-4">
        <JsonField label={t("workflows.definition")} value={definition} change={change} rows={26} />
        {error && <Failed error={error} />}
      </div>
      <div className="flex min-w-0 flex-col gap-4">
        <Suspense fallback={<Loading />}>
          <Graph definition={definition} />
        </Suspense>
        <Diagnostics found={data?.diagnostics ?? []} isSound={data?.ok === true} />
      </div>
    </div>
  );
}

function Diagnostics({ found, isSound }: { readonly found: readonly Diagnostic[]; readonly isSound: boolean }) {
  const { t } = useTranslation();
  return (
    <section aria-label={t("workflows.checks")} aria-live="polite">
      {isSound && <Badge tone="good">{t("workflows.sound")}</Badge>}
      <ul className="flex flex-col gap-2">
        {found.map(({ severity, pointer, code, message, hint }) => (
          <li key={`${pointer} ${code} ${message}`} className="border-line bg-panel rounded-md border p-3">
            <Badge tone={severity === "error" ? "bad" : "warn"}>{code}</Badge>{" "}
            <code className="text-quiet text-xs">{pointer || "/"}</code>
            <p className="text-strong">{message}</p>
            {hint && <p className="text-quiet">{hint}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}
