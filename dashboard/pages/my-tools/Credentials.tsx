// How the hub shows a provider, or an MCP server, who is calling. What is typed here goes to the hub and is never shown again.

import { useTranslation } from "react-i18next";
import type { NewTool } from "../../hub/tools.ts";
import { SelectField, TextField } from "../../ui/Field.tsx";

const AUTH_TYPES = ["none", "bearer", "api_key"] as const;

type Shown = Pick<NewTool, "authType" | "authConfig">;

export function Credentials({
  of: { authType = "none", authConfig = {} },
  set,
  label,
}: {
  readonly of: Shown;
  readonly set: (change: Shown) => void;
  readonly label: string;
}) {
  const { t } = useTranslation();
  return (
    <div className="grid w-full grid-cols-[repeat(auto-fit,minmax(11rem,1fr))] gap-4">
      <SelectField
        label={label}
        value={authType}
        options={AUTH_TYPES.map((value) => ({ value, label: t(`myTools.auth_${value}`) }))}
        onChange={({ target }) => set({ authType: target.value as NewTool["authType"], authConfig: undefined })}
      />
      {authType === "bearer" && (
        <TextField
          label={t("myTools.token")}
          type="password"
          autoComplete="off"
          value={authConfig.token ?? ""}
          onChange={({ target }) => set({ authConfig: { token: target.value } })}
        />
      )}
      {authType === "api_key" && (
        <>
          <TextField
            label={t("myTools.header")}
            value={authConfig.header ?? ""}
            onChange={({ target }) => set({ authConfig: { ...authConfig, header: target.value } })}
          />
          <TextField
            label={t("myTools.key")}
            type="password"
            autoComplete="off"
            value={authConfig.key ?? ""}
            onChange={({ target }) => set({ authConfig: { ...authConfig, key: target.value } })}
          />
        </>
      )}
    </div>
  );
}
