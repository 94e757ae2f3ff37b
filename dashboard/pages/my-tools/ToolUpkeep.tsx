// What becomes of a tool that is registered: whether it is offered, what is to be used instead, and other credentials. Each is
// changed by itself, at once.

import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type NewTool, replaceCredentials, type Tool, updateTool } from "../../hub/tools.ts";
import { Button } from "../../ui/Button.tsx";
import { SelectField, TextField } from "../../ui/Field.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { toast } from "../../ui/Toasts.tsx";
import { useDeed } from "../../ui/use-deed.ts";
import { Credentials } from "./Credentials.tsx";

const STATUSES = ["active", "inactive", "deprecated"] as const;

export function ToolUpkeep({ tool }: { readonly tool: Tool }) {
  return (
    <div className="mt-6 grid gap-4 xl:grid-cols-2">
      <Offered tool={tool} />
      <OtherCredentials tool={tool} />
    </div>
  );
}

const changesOf = ({ id }: Tool) => [["tools"], ["tool", id]];

function Offered({ tool }: { readonly tool: Tool }) {
  const { t } = useTranslation();
  const [status, setStatus] = useState(tool.status);
  const [successorId, setSuccessorId] = useState(tool.successorId ?? "");
  const update = useDeed(updateTool(tool.id), {
    changes: changesOf(tool),
    done: () => toast(t("myTools.saved")),
  });
  return (
    <Panel title={t("myTools.offered")}>
      <form
        className="flex flex-col items-start gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          update.mutate({ status, ...(status === "deprecated" && { successorId: successorId || null }) });
        }}
      >
        <SelectField
          label={t("calls.status")}
          value={status}
          options={STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))}
          onChange={({ target }) => setStatus(target.value as Tool["status"])}
        />
        <p className="text-quiet text-xs">{t(`myTools.offered_${status}`)}</p>
        {status === "deprecated" && (
          <TextField
            label={t("myTools.successor")}
            hint={t("myTools.successorHint")}
            placeholder="tool_"
            value={successorId}
            onChange={({ target }) => setSuccessorId(target.value.trim())}
          />
        )}
        <Button type="submit" disabled={update.isPending}>
          {t("myTools.saveStatus")}
        </Button>
      </form>
    </Panel>
  );
}

function OtherCredentials({ tool }: { readonly tool: Tool }) {
  const { t } = useTranslation();
  const start = { authType: tool.authType };
  const [auth, setAuth] = useState<Pick<NewTool, "authType" | "authConfig">>(start);
  const replace = useDeed(replaceCredentials(tool.id), {
    changes: changesOf(tool),
    done: () => {
      setAuth({ authType: auth.authType });
      toast(t("myTools.credentialsReplaced"));
    },
  });
  return (
    <Panel title={t("myTools.credentials")}>
      <form
        className="flex flex-col items-start gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          replace.mutate(auth);
        }}
      >
        <p className="text-quiet text-xs">{t("myTools.credentialsHint")}</p>
        <Credentials of={auth} set={(change) => setAuth({ ...auth, ...change })} label={t("tool.auth")} />
        <Button type="submit" disabled={replace.isPending}>
          {t("myTools.replaceCredentials")}
        </Button>
      </form>
    </Panel>
  );
}
