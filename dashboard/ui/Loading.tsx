import { useTranslation } from "react-i18next";

export function Loading() {
  const { t } = useTranslation();
  return (
    <div role="status" className="text-quiet flex items-center gap-2 p-6">
      <span aria-hidden className="border-line border-t-accent size-4 animate-spin rounded-full border-2" />
      {t("common.loading")}
    </div>
  );
}
