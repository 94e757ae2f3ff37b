import { useMutation } from "@tanstack/react-query";
import { useRouteContext } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Schema } from "../../hub/hub.ts";
import { createKey, type NewKey } from "../../hub/keys.ts";
import { Button } from "../../ui/Button.tsx";
import { Failed } from "../../ui/Failed.tsx";
import { TextField } from "../../ui/Field.tsx";

export function KeyForm({ created }: { readonly created: (key: Schema<"CreatedKey">) => unknown }) {
  const { t } = useTranslation();
  const { session } = useRouteContext({ from: "/inside" });
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly string[]>(session.scopes);
  const create = useMutation({ mutationFn: createKey, onSuccess: created });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ name, scopes: scopes as NonNullable<NewKey["scopes"]> });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <TextField label={t("settings.keyName")} required value={name} onChange={({ target }) => setName(target.value)} />
      <fieldset>
        <legend className="mb-1 font-medium">{t("settings.scopes")}</legend>
        {session.scopes.map((scope) => (
          <label key={scope} className="flex items-center gap-2 py-0.5">
            <input
              type="checkbox"
              checked={scopes.includes(scope)}
              onChange={({ target }) =>
                setScopes(target.checked ? [...scopes, scope] : scopes.filter((other) => other !== scope))
              }
            />
            <code>{scope}</code>
          </label>
        ))}
      </fieldset>
      {create.error && <Failed error={create.error} />}
      <Button look="primary" type="submit" disabled={create.isPending || scopes.length === 0}>
        {t("settings.create")}
      </Button>
    </form>
  );
}
