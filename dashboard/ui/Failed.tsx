import { Link, useRouterState } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ProblemError } from "../hub/hub.ts";
import { Button } from "./Button.tsx";
import { Notice } from "./Notice.tsx";

/** Who stands there is not sent there. */
const SIGN_IN = "/sign-in";

/** What went wrong, in the hub's own words where it is the hub's. */
export function Failed({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  const { t } = useTranslation();
  const here = useRouterState({ select: ({ location }) => location.href });
  return (
    <Notice tone="bad" title={t("common.failed")}>
      <p>{textOf(error, t("common.offline"))}</p>
      {error instanceof ProblemError && error.requestId && (
        <p className="text-xs">{t("common.requestId", { id: error.requestId })}</p>
      )}
      {error instanceof ProblemError && error.status === 401 && !here.startsWith(SIGN_IN) && (
        <Link to={SIGN_IN} search={{ to: here }} className="underline">
          {t("signIn.title")}
        </Link>
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
