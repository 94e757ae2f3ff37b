// The steps of a definition in words: what the picture of it shows, for who does not see it.

import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Badge } from "../../ui/Badge.tsx";
import { graphOf } from "./graph-of.ts";

export default function StepList({ definition }: { readonly definition: unknown }) {
  const { t } = useTranslation();
  const steps = useMemo(() => graphOf(definition), [definition]);
  return (
    <ol className="border-line bg-panel rounded-lg border px-4">
      {steps.map(({ id, kind, about, isConditional, isForEach, needs }) => (
        <li key={id} className="border-line border-t py-2 first:border-t-0">
          <span className="text-strong font-medium">{id}</span> {kind && <Badge>{kind}</Badge>}{" "}
          {isConditional && <Badge tone="accent">when</Badge>} {isForEach && <Badge tone="accent">forEach</Badge>}{" "}
          <span className="text-quiet break-all">{about}</span>
          {needs.length > 0 && (
            <p className="text-quiet text-xs">
              {t("workflows.waitsFor")} {needs.join(", ")}
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}
