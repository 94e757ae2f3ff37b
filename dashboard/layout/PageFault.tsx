import { Link, type ErrorComponentProps } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Failed } from "../ui/Failed.tsx";
import { Notice } from "../ui/Notice.tsx";
import { Page } from "./Page.tsx";

export function PageFault({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  return (
    <Page title={t("common.broken")}>
      <Failed error={error} retry={reset} />
    </Page>
  );
}

export function PageNotFound() {
  const { t } = useTranslation();
  return (
    <Page title={t("common.notFound")}>
      <Notice title={t("common.notFoundHint")}>
        <Link to="/" className="text-accent underline">
          {t("common.toStart")}
        </Link>
      </Notice>
    </Page>
  );
}
