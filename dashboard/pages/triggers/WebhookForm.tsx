// Which messages of others become runs of a workflow, as its owner writes it.

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { queryClient } from "../../hub/hub.ts";
import {
  createWebhook,
  type NewWebhook,
  replaceWebhook,
  type Webhook,
  webhooksKey,
  writtenOf,
} from "../../hub/webhooks.ts";
import { Button } from "../../ui/Button.tsx";
import { Failed } from "../../ui/Failed.tsx";
import { SelectField, TextField } from "../../ui/Field.tsx";
import { JsonField } from "../../ui/JsonField.tsx";
import { TextArea } from "../../ui/TextArea.tsx";
import { toast } from "../../ui/Toasts.tsx";
import { below, belowJson, faultOf } from "./field-faults.tsx";
import { VersionField } from "./VersionField.tsx";

const VERIFICATIONS = ["standard", "github", "stripe", "bearer", "none"] as const;

/** @param known the webhook that is changed; undefined: a new one is made */
export function WebhookForm({
  workflowId,
  known,
  close,
  show,
}: {
  readonly workflowId: string;
  readonly known?: Webhook | undefined;
  readonly close: () => void;
  /** Called with the secret that the hub made. */
  readonly show: (of: Webhook, secret: string) => void;
}) {
  const { t } = useTranslation();
  const [written, setWritten] = useState<NewWebhook>(() => (known === undefined ? {} : writtenOf(known)));
  const set = (change: Partial<NewWebhook>) => setWritten((before) => ({ ...before, ...change }));
  const { name = "", verification = "standard", secret = "", filter, maxPerMinute = 60, enabled = true } = written;
  const send = useMutation({
    mutationFn: async (body: NewWebhook) => {
      if (known !== undefined) return void (await replaceWebhook(known)(body));
      const { secret: made, ...webhook } = await createWebhook(workflowId)(body);
      if (made !== null) show(webhook, made);
    },
    onSuccess: async () => {
      close();
      toast(t(known === undefined ? "triggers.webhookCreated" : "myTools.saved"));
      await queryClient.invalidateQueries({ queryKey: webhooksKey(workflowId) });
    },
  });
  const fault = (field: keyof NewWebhook) => faultOf(send.error, field);
  const hasSecret = verification !== "none";
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const { secret: _, ...rest } = written;
        send.mutate({ ...rest, ...(hasSecret && secret !== "" && { secret }) });
      }}
    >
      <TextField
        label={t("triggers.name")}
        maxLength={200}
        {...below(fault("name"), t("triggers.nameHint"))}
        value={name}
        onChange={({ target }) => set({ name: target.value })}
      />
      <SelectField
        label={t("triggers.verification")}
        value={verification}
        options={VERIFICATIONS.map((value) => ({ value, label: t(`triggers.verification_${value}`) }))}
        onChange={({ target }) => set({ verification: target.value as Webhook["verification"] })}
      />
      {hasSecret && (
        <TextField
          label={t("triggers.secret")}
          type="password"
          autoComplete="off"
          minLength={16}
          maxLength={500}
          {...below(fault("secret"), t(known === undefined ? "triggers.secretHint" : "triggers.secretStays"))}
          value={secret}
          onChange={({ target }) => set({ secret: target.value })}
        />
      )}
      <TextArea
        label={t("triggers.filter")}
        rows={2}
        maxLength={10_000}
        placeholder={'$input.body.action = "opened"'}
        {...below(fault("filter"), t("triggers.filterHint"))}
        value={filter ?? ""}
        change={(text) => set({ filter: text === "" ? null : text })}
      />
      <JsonField
        label={t("triggers.input")}
        hint={t("triggers.webhookInputHint")}
        rows={4}
        value={written.input}
        change={(input) => set({ input })}
        faultsIn={belowJson(fault("input"))}
      />
      <TextField
        label={t("triggers.maxPerMinute")}
        type="number"
        required
        min={1}
        max={1000}
        {...below(fault("maxPerMinute"))}
        value={Number.isNaN(maxPerMinute) ? "" : maxPerMinute}
        onChange={({ target }) => set({ maxPerMinute: target.valueAsNumber })}
      />
      <VersionField value={written.version ?? null} fault={fault("version")} change={(version) => set({ version })} />
      <label className="flex items-center gap-2 font-medium">
        <input type="checkbox" checked={enabled} onChange={({ target }) => set({ enabled: target.checked })} />
        {t("triggers.takesMessages")}
      </label>
      {send.error && <Failed error={send.error} />}
      <Button look="primary" type="submit" className="self-end" disabled={send.isPending}>
        {t("common.save")}
      </Button>
    </form>
  );
}
