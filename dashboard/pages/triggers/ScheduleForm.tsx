// When a workflow runs by itself, as its owner writes it.

import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { queryClient } from "../../hub/hub.ts";
import { createSchedule, type NewSchedule, replaceSchedule, type Schedule, schedulesKey } from "../../hub/schedules.ts";
import { Button } from "../../ui/Button.tsx";
import { Failed } from "../../ui/Failed.tsx";
import { SelectField, TextField } from "../../ui/Field.tsx";
import { JsonField } from "../../ui/JsonField.tsx";
import { toast } from "../../ui/Toasts.tsx";
import { below, belowJson, faultOf } from "./field-faults.tsx";
import { TimeField } from "./TimeField.tsx";
import { VersionField } from "./VersionField.tsx";

const CATCH_UPS = ["skip", "last", "all"] as const;
const OVERLAPS = ["allow", "skip", "cancel_running"] as const;

function writtenOf(known: Schedule | undefined): NewSchedule {
  if (known === undefined) return { cron: "", timezone: Intl.DateTimeFormat().resolvedOptions().timeZone };
  const { name, cron, timezone, input, catchUp, maxCatchUp, overlap, startAt, endAt, version } = known;
  return { name, cron, timezone, input, catchUp, maxCatchUp, overlap, startAt, endAt, version };
}

/** @param known the schedule that is changed; undefined: a new one is made */
export function ScheduleForm({
  workflowId,
  known,
  close,
}: {
  readonly workflowId: string;
  readonly known?: Schedule | undefined;
  readonly close: () => void;
}) {
  const { t } = useTranslation();
  const zones = useId();
  const [written, setWritten] = useState(() => writtenOf(known));
  const set = (change: Partial<NewSchedule>) => setWritten((before) => ({ ...before, ...change }));
  const send = useMutation({
    mutationFn: known === undefined ? createSchedule(workflowId) : replaceSchedule(known),
    onSuccess: async () => {
      close();
      toast(t(known === undefined ? "triggers.scheduleCreated" : "myTools.saved"));
      await queryClient.invalidateQueries({ queryKey: schedulesKey(workflowId) });
    },
  });
  const fault = (field: keyof NewSchedule) => faultOf(send.error, field);
  const { name = "", cron, timezone = "", catchUp = "last", maxCatchUp = 10, overlap = "allow" } = written;
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        send.mutate(written);
      }}
    >
      <TextField
        label={t("triggers.name")}
        maxLength={200}
        {...below(fault("name"), t("triggers.nameHint"))}
        value={name}
        onChange={({ target }) => set({ name: target.value })}
      />
      <TextField
        label={t("triggers.cron")}
        required
        maxLength={200}
        placeholder="0 9 * * MON-FRI"
        {...below(fault("cron"), t("triggers.cronHint"))}
        value={cron}
        onChange={({ target }) => set({ cron: target.value })}
      />
      <TextField
        label={t("triggers.timezone")}
        required
        list={zones}
        {...below(fault("timezone"), t("triggers.timezoneHint"))}
        value={timezone}
        onChange={({ target }) => set({ timezone: target.value })}
      />
      <datalist id={zones}>
        {Intl.supportedValuesOf("timeZone").map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <JsonField
        label={t("triggers.input")}
        hint={t("triggers.scheduleInputHint")}
        rows={4}
        value={written.input}
        change={(input) => set({ input })}
        faultsIn={belowJson(fault("input"))}
      />
      <SelectField
        label={t("triggers.catchUp")}
        value={catchUp}
        options={CATCH_UPS.map((value) => ({ value, label: t(`triggers.catchUp_${value}`) }))}
        onChange={({ target }) => set({ catchUp: target.value as Schedule["catchUp"] })}
      />
      {catchUp === "all" && (
        <TextField
          label={t("triggers.maxCatchUp")}
          type="number"
          required
          min={1}
          max={100}
          {...below(fault("maxCatchUp"))}
          value={Number.isNaN(maxCatchUp) ? "" : maxCatchUp}
          onChange={({ target }) => set({ maxCatchUp: target.valueAsNumber })}
        />
      )}
      <SelectField
        label={t("triggers.overlap")}
        value={overlap}
        options={OVERLAPS.map((value) => ({ value, label: t(`triggers.overlap_${value}`) }))}
        onChange={({ target }) => set({ overlap: target.value as Schedule["overlap"] })}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TimeField
          label={t("triggers.startAt")}
          start={written.startAt ?? null}
          fault={fault("startAt")}
          change={(startAt) => set({ startAt })}
        />
        <TimeField
          label={t("triggers.endAt")}
          start={written.endAt ?? null}
          fault={fault("endAt")}
          change={(endAt) => set({ endAt })}
        />
      </div>
      <VersionField value={written.version ?? null} fault={fault("version")} change={(version) => set({ version })} />
      {send.error && <Failed error={send.error} />}
      <Button look="primary" type="submit" className="self-end" disabled={send.isPending}>
        {t("common.save")}
      </Button>
    </form>
  );
}
