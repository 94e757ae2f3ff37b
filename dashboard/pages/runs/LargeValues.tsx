import { useTranslation } from "react-i18next";
import type { Run } from "../../hub/workflows.ts";

/** What is too large to stand in its place there, and where it is read. */
export function LargeValues({ run, at }: { readonly run: Run; readonly at: string }) {
  const { t } = useTranslation();
  const values = largeValuesAt(run, at);
  if (values.length === 0) return null;
  return (
    <div className="text-quiet text-sm">
      <p>{t("runs.tooLarge")}</p>
      <ul>
        {values.map(({ pointer, url, sizeBytes }) => (
          <li key={pointer}>
            <a href={url} target="_blank" rel="noreferrer" className="text-accent break-all underline">
              {pointer}
            </a>{" "}
            <span className="tabular-nums">{t("runs.sizeBytes", { sizeBytes: sizeBytes.toLocaleString() })}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Of the run's value at this pointer. */
export function largeValuesAt({ largeValues }: Run, at: string): Run["largeValues"] {
  return largeValues.filter(({ pointer }) => pointer === at || pointer.startsWith(`${at}/`));
}
