import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type NewReport, reportTemplate } from "../../hub/templates.ts";
import { Button } from "../../ui/Button.tsx";
import { Failed } from "../../ui/Failed.tsx";
import { SelectField } from "../../ui/Field.tsx";
import { TextArea } from "../../ui/TextArea.tsx";
import { toast } from "../../ui/Toasts.tsx";

const REASONS = ["broken", "misleading", "malicious", "leaked_secret", "copyright", "spam", "other"] as const;

export function ReportForm({ templateId, close }: { readonly templateId: string; readonly close: () => void }) {
  const { t } = useTranslation();
  const [said, setSaid] = useState<NewReport & { readonly details: string }>({ reason: REASONS[0], details: "" });
  const report = useMutation({
    mutationFn: reportTemplate(templateId),
    onSuccess: () => {
      close();
      toast(t("templates.reported"));
    },
  });
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        report.mutate(said);
      }}
    >
      <p className="text-quiet">{t("templates.reportHint")}</p>
      <SelectField
        label={t("templates.reason")}
        value={said.reason}
        options={REASONS.map((value) => ({ value, label: t(`templates.reason_${value}`) }))}
        onChange={({ target }) => setSaid({ ...said, reason: target.value as NewReport["reason"] })}
      />
      <TextArea
        label={t("templates.details")}
        value={said.details}
        change={(details) => setSaid({ ...said, details })}
        maxLength={4_000}
      />
      {report.error && <Failed error={report.error} />}
      <Button look="danger" type="submit" className="self-end" disabled={report.isPending}>
        {t("templates.report")}
      </Button>
    </form>
  );
}
