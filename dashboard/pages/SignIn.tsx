import { useMutation } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { answerOf, hub } from "../hub/hub.ts";
import { signIn } from "../hub/session.ts";
import { Button } from "../ui/Button.tsx";
import { CopyButton } from "../ui/CopyButton.tsx";
import { Failed } from "../ui/Failed.tsx";
import { TextField } from "../ui/Field.tsx";
import { Panel } from "../ui/Panel.tsx";
import { Page } from "../layout/Page.tsx";

export function SignIn() {
  const { t } = useTranslation();
  const { to } = useSearch({ from: "/sign-in" });
  const navigate = useNavigate();
  const enter = useMutation({ mutationFn: signIn, onSuccess: () => navigate({ href: ownPath(to) }) });
  const register = useMutation({
    mutationFn: (name: string) => answerOf(hub.POST("/api/v1/agents", { body: { name } })),
  });

  if (register.data) {
    const { apiKey } = register.data;
    return (
      <Narrow>
        <Panel title={t("signIn.keyShownOnce")}>
          <p className="bg-sunken text-strong mb-3 rounded p-3 font-mono break-all">{apiKey}</p>
          <div className="flex flex-wrap gap-2">
            <CopyButton text={apiKey} />
            <Button look="primary" disabled={enter.isPending} onClick={() => enter.mutate(apiKey)}>
              {t("signIn.goOn")}
            </Button>
          </div>
          {enter.error && <Failed error={enter.error} />}
        </Panel>
      </Narrow>
    );
  }
  return (
    <Narrow>
      <Panel>
        <OneField
          label={t("signIn.key")}
          type="password"
          submit={t("signIn.submit")}
          isPending={enter.isPending}
          send={(key) => enter.mutate(key)}
        />
        {enter.error && <Failed error={enter.error} />}
      </Panel>
      <Panel title={t("signIn.registerTitle")}>
        <p className="text-quiet mb-3">{t("signIn.registerIntro")}</p>
        <OneField
          label={t("signIn.name")}
          type="text"
          submit={t("signIn.register")}
          isPending={register.isPending}
          send={(name) => register.mutate(name)}
        />
        {register.error && <Failed error={register.error} />}
      </Panel>
    </Narrow>
  );
}

function Narrow({ children }: { readonly children: React.ReactNode }) {
  const { t } = useTranslation();
  return (
    <main className="mx-auto max-w-md p-4 pt-16">
      <Page title={t("signIn.title")} intro={t("signIn.intro")}>
        <div className="flex flex-col gap-4">{children}</div>
      </Page>
    </main>
  );
}

function OneField({
  label,
  type,
  submit,
  isPending,
  send,
}: {
  readonly label: string;
  readonly type: "text" | "password";
  readonly submit: string;
  readonly isPending: boolean;
  readonly send: (value: string) => void;
}) {
  const [value, setValue] = useState("");
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    send(value.trim());
  };
  return (
    <form onSubmit={onSubmit} className="mb-2 flex flex-col gap-3">
      <TextField
        label={label}
        type={type}
        required
        autoComplete="off"
        value={value}
        onChange={({ target }) => setValue(target.value)}
      />
      <Button look="primary" type="submit" disabled={isPending}>
        {submit}
      </Button>
    </form>
  );
}

/** A link that brought somebody here leads back into the dashboard, never elsewhere. */
function ownPath(to: string | undefined): string {
  return to?.startsWith("/") && !to.startsWith("//") && !to.startsWith("/\\") ? to : "/";
}
