import { useTranslation } from "react-i18next";
import { Panel } from "./Panel.tsx";

/** What somebody wrote of a thing at length, as the text that it is; nothing where nobody did. */
export function Readme({ text }: { readonly text: string | undefined }) {
  const { t } = useTranslation();
  if (!text) return null;
  return (
    <Panel title={t("common.readme")}>
      <p className="break-words whitespace-pre-wrap">{text}</p>
    </Panel>
  );
}
