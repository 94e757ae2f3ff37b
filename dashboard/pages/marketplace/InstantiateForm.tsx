// A workflow out of a template: a tool for each slot, the best that fits chosen already.

import { useMutation, useQueries } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { queryClient } from "../../hub/hub.ts";
import { instantiate, type ReadTemplate, type Slot, slotToolsQuery } from "../../hub/templates.ts";
import { Button } from "../../ui/Button.tsx";
import { Failed } from "../../ui/Failed.tsx";
import { SelectField, TextField } from "../../ui/Field.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { toast } from "../../ui/Toasts.tsx";

/** Stands for any tool that is not in the list. */
const ANOTHER = "another";

interface Fit {
  readonly id: string;
  readonly name: string;
  readonly version: string;
}

export function InstantiateForm({ template }: { readonly template: ReadTemplate }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { id, title, slots, shownVersion } = template;
  const [name, setName] = useState(title);
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const fitting = useQueries({ queries: slots.map((slot) => slotToolsQuery(id, shownVersion, slot.name)) });
  const make = useMutation({
    mutationFn: instantiate(id),
    onSuccess: async (workflow) => {
      const changed = [["workflows"], ["template", id]];
      await Promise.all(changed.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
      toast(t("workflows.created", { name: workflow.name }));
      await navigate({ to: "/workflows/$workflowId", params: { workflowId: workflow.id }, search: {} });
    },
  });
  const broken = fitting.find(({ error, data }) => error && !data);
  if (broken) return <Failed error={broken.error} retry={() => void broken.refetch()} />;
  if (fitting.some(({ isPending }) => isPending)) return <Loading />;

  const taken = slots.map((slot, place) => ({
    slot,
    fits: fitting[place]?.data?.data ?? [],
    tool: chosen[slot.name] ?? fitting[place]?.data?.data[0]?.id ?? "",
  }));
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const named = taken.filter(({ tool }) => tool !== "").map(({ slot, tool }) => [slot.name, tool] as const);
        make.mutate({ name, version: shownVersion, slots: Object.fromEntries(named) });
      }}
    >
      <TextField
        label={t("templates.workflowName")}
        required
        maxLength={200}
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      {taken.map(({ slot, fits, tool }) => (
        <SlotField
          key={slot.name}
          slot={slot}
          fits={fits}
          tool={tool}
          choose={(toolId) => setChosen((before) => ({ ...before, [slot.name]: toolId }))}
        />
      ))}
      {make.error && <Failed error={make.error} />}
      <Button look="primary" type="submit" className="self-end" disabled={make.isPending}>
        {t("templates.make")}
      </Button>
    </form>
  );
}

function SlotField({
  slot: { name, title, description },
  fits,
  tool,
  choose,
}: {
  readonly slot: Slot;
  readonly fits: readonly Fit[];
  readonly tool: string;
  readonly choose: (toolId: string) => void;
}) {
  const { t } = useTranslation();
  const [isAnother, setAnother] = useState(fits.length === 0);
  return (
    <div className="flex flex-col gap-2">
      {fits.length > 0 && (
        <SelectField
          label={`${title} (${name})`}
          value={isAnother ? ANOTHER : tool}
          onChange={({ target }) => {
            setAnother(target.value === ANOTHER);
            choose(target.value === ANOTHER ? "" : target.value);
          }}
          options={[
            ...fits.map((fit) => ({ value: fit.id, label: `${fit.name} ${fit.version}` })),
            { value: ANOTHER, label: t("templates.another") },
          ]}
        />
      )}
      {isAnother && (
        <TextField
          label={fits.length > 0 ? t("templates.anotherTool", { name }) : `${title} (${name})`}
          hint={
            fits.length > 0 ? t("templates.anotherHint") : `${t("templates.noneFits")} ${t("templates.anotherHint")}`
          }
          required
          value={tool}
          onChange={({ target }) => choose(target.value.trim())}
        />
      )}
      <p className="text-quiet text-xs">{description}</p>
    </div>
  );
}
