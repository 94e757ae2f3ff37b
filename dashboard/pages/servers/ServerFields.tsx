// What an MCP server is called by its owner, and where it is.

import { useTranslation } from "react-i18next";
import { TextField } from "../../ui/Field.tsx";

interface Shown {
  readonly name: string;
  readonly url: string;
}

export function ServerFields({
  of: { name, url },
  set,
}: {
  readonly of: Shown;
  readonly set: (change: Partial<Shown>) => void;
}) {
  const { t } = useTranslation();
  return (
    <>
      <TextField
        label={t("myTools.name")}
        required
        pattern="[A-Za-z0-9_.\-]{1,64}"
        hint={t("servers.nameHint")}
        value={name}
        onChange={({ target }) => set({ name: target.value })}
      />
      <TextField
        label={t("servers.url")}
        type="url"
        required
        placeholder="https://"
        hint={t("servers.urlHint")}
        value={url}
        onChange={({ target }) => set({ url: target.value })}
      />
    </>
  );
}
