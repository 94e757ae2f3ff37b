import { useTranslation } from "react-i18next";
import type { Template } from "../../hub/templates.ts";
import { Badge } from "../../ui/Badge.tsx";

/** Who made it, how many use it, and what they say. */
export function Popularity({ template }: { readonly template: Template }) {
  const { t } = useTranslation();
  const { agentName, userCount, rating } = template;
  return (
    <>
      <Badge>{agentName}</Badge>
      {userCount > 0 && <Badge>{t("templates.users", { count: userCount })}</Badge>}
      {rating.average !== null && (
        <Badge>{t("templates.rated", { average: rating.average.toFixed(1), count: rating.count })}</Badge>
      )}
    </>
  );
}
