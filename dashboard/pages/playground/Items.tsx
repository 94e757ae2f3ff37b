import { useTranslation } from "react-i18next";
import type { Heard } from "./use-streamed-call.ts";

/** What a tool has streamed, the latest of it; a text as it is, anything else as JSON. */
export function Items({ heard: { itemCount, latest } }: { readonly heard: Heard }) {
  const { t } = useTranslation();
  if (itemCount === 0) return null;
  const left = itemCount - latest.length;
  return (
    <div>
      {left > 0 && <p className="text-quiet mb-1 text-xs">{t("playground.earlier", { count: left })}</p>}
      <ol
        aria-label={t("playground.items")}
        tabIndex={0}
        className="bg-sunken text-strong max-h-96 overflow-auto rounded-md p-3 font-mono text-xs"
      >
        {latest.map(({ place, name, data }) => (
          <li key={place} className="break-words whitespace-pre-wrap">
            {name !== undefined && <span className="text-quiet">{name} </span>}
            {typeof data === "string" ? data : JSON.stringify(data)}
          </li>
        ))}
      </ol>
    </div>
  );
}
