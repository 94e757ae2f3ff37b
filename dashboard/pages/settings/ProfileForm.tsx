import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { agentQuery, type ProfileChanges, updateAgent } from "../../hub/agents.ts";
import { queryClient, type Schema } from "../../hub/hub.ts";
import { Button } from "../../ui/Button.tsx";
import { Failed } from "../../ui/Failed.tsx";
import { TextField } from "../../ui/Field.tsx";
import { TagsField } from "../../ui/TagsField.tsx";
import { TextArea } from "../../ui/TextArea.tsx";
import { toast } from "../../ui/Toasts.tsx";

/** Shown as saved at once, and as it was again where the hub refuses it: what was typed stays, with the reason. */
export function ProfileForm({ of: agent, close }: { readonly of: Schema<"Agent">; readonly close: () => void }) {
  const { t } = useTranslation();
  const [changes, setChanges] = useState<ProfileChanges>({});
  const set = (change: ProfileChanges) => setChanges((before) => ({ ...before, ...change }));
  const { queryKey } = agentQuery(agent.id);
  const save = useMutation({
    mutationFn: updateAgent(agent.id),
    onMutate: async (asked) => {
      await queryClient.cancelQueries({ queryKey });
      const before = queryClient.getQueryData(queryKey);
      if (before) queryClient.setQueryData(queryKey, { ...before, ...asked });
      return before;
    },
    onError: (_error, _asked, before) => queryClient.setQueryData(queryKey, before),
    onSuccess: (changed) => {
      queryClient.setQueryData(queryKey, changed);
      toast(t("settings.profileSaved"));
      close();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(changes);
  };
  const { name = agent.name, description = agent.description, handoffUrl = agent.handoffUrl } = changes;
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <TextField
        label={t("settings.keyName")}
        required
        maxLength={200}
        value={name}
        onChange={({ target }) => set({ name: target.value })}
      />
      <TextArea
        label={t("settings.description")}
        rows={3}
        maxLength={2_000}
        value={description}
        change={(text) => set({ description: text })}
      />
      <TagsField
        label={t("settings.tags")}
        hint={t("settings.tagsHint")}
        start={agent.tags}
        change={(tags) => set({ tags })}
      />
      <TextField
        label={t("settings.handoffUrl")}
        hint={t("settings.handoffUrlHint")}
        type="url"
        maxLength={2_048}
        value={handoffUrl ?? ""}
        onChange={({ target }) => set({ handoffUrl: target.value.trim() || null })}
      />
      {save.error && <Failed error={save.error} />}
      <div className="flex justify-end gap-2">
        <Button onClick={close}>{t("common.cancel")}</Button>
        <Button look="primary" type="submit" disabled={save.isPending || Object.keys(changes).length === 0}>
          {t("common.save")}
        </Button>
      </div>
    </form>
  );
}
