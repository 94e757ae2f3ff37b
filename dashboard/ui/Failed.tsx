import { useTranslation } from "react-i18next";
import { ProblemError } from "../hub/hub.ts";
import { Button } from "./Button.tsx";
import { Notice } from "./Notice.tsx";

/** What went wrong, in the hub's own words where it is the hub's. */
export function Failed({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  const { t } = useTranslation();
  return (
    <Notice tone="bad" title={t("common.failed")}>
      <p>{textOf(error, t("common.offline"))}</p>
      {error instanceof ProblemError && error.requestId && (
        <p className="text-xs">{t("common.requestId", { id: error.requestId })}</p>
      )}
      {retry && <Button onClick={retry}>{t("common.retry")}</Button>}
    </Notice>
  );
}

/** @param offline said where no answer came at all */
export function textOf(error: unknown, offline: string): string {
  if (error instanceof ProblemError) {
    const { problem, message } = error;
    const places = (problem?.errors ?? []).map(({ pointer, message: what }) => `${pointer}: ${what}`);
    return [problem?.detail ?? message, ...places].join(" ");
  }
  if (error instanceof TypeError) return offline;
  return error instanceof Error ? error.message : String(error);
}
