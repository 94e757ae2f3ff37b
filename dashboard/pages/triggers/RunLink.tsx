import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

/** The way to the run that something started. */
export function RunLink({ runId }: { readonly runId: string }) {
  const { t } = useTranslation();
  return (
    <Link
      to="/runs/$runId"
      params={{ runId }}
      search={{}}
      aria-label={`${t("triggers.toRun")}: ${runId}`}
      className="text-accent underline"
    >
      {t("triggers.toRun")}
    </Link>
  );
}
