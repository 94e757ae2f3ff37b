import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

export function Above() {
  const { t } = useTranslation();
  return (
    <Link to="/my-tools" className="underline">
      {t("nav.myTools")}
    </Link>
  );
}
