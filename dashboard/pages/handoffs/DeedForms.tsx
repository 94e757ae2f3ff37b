// What an answer to a handoff is made of: a result, or the reason why there is none.

import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { completeHandoff, failHandoff, type Handoff, rejectHandoff } from "../../hub/handoffs.ts";
import { faultsBelow, queryClient } from "../../hub/hub.ts";
import { isObject, propertiesOf, sampleOf } from "../../hub/json-schema.ts";
import { Button, type Look } from "../../ui/Button.tsx";
import { Failed } from "../../ui/Failed.tsx";
import { TextField } from "../../ui/Field.tsx";
import { JsonField } from "../../ui/JsonField.tsx";
import { Tabs } from "../../ui/Tabs.tsx";
import { TextArea } from "../../ui/TextArea.tsx";
import { toast } from "../../ui/Toasts.tsx";
import { SchemaForm } from "../playground/SchemaForm.tsx";

interface Answering {
  readonly handoff: Handoff;
  readonly close: () => void;
}

export function CompleteForm({ handoff: { id, resultSchema }, close }: Answering) {
  const { t } = useTranslation();
  const [result, setResult] = useState<unknown>(() => (isObject(resultSchema) ? sampleOf(resultSchema) : {}));
  const [view, setView] = useState<"form" | "json">("form");
  const complete = useAnswer(completeHandoff(id), { handoffId: id, told: t("handoffs.completed"), close });
  const json = () => <JsonField label={t("handoffs.result")} value={result} change={setResult} rows={10} />;
  const form = () => (
    <SchemaForm
      schema={resultSchema}
      value={result}
      change={setResult}
      faults={faultsBelow(complete.error, "/result")}
    />
  );
  const hasForm = isObject(resultSchema) && Object.keys(propertiesOf(resultSchema)).length > 0;
  return (
    <AnswerForm answer={complete} send={() => complete.mutate(result)} label={t("handoffs.do_complete")}>
      {hasForm ? (
        <Tabs
          label={t("handoffs.result")}
          chosen={view}
          choose={setView}
          tabs={[
            { id: "form", label: t("playground.form"), content: form },
            { id: "json", label: "JSON", content: json },
          ]}
        />
      ) : (
        json()
      )}
    </AnswerForm>
  );
}

export function RejectForm({ handoff: { id }, close }: Answering) {
  const { t } = useTranslation();
  const [message, setMessage] = useState("");
  const reject = useAnswer(rejectHandoff(id), { handoffId: id, told: t("handoffs.rejected"), close });
  return (
    <AnswerForm answer={reject} send={() => reject.mutate(message)} label={t("handoffs.do_reject")} look="danger">
      <TextArea label={t("handoffs.reason")} hint={t("handoffs.reasonHint")} value={message} change={setMessage} />
    </AnswerForm>
  );
}

export function FailForm({ handoff: { id }, close }: Answering) {
  const { t } = useTranslation();
  const [message, setMessage] = useState("");
  const [code, setCode] = useState("");
  const [retryable, setRetryable] = useState(false);
  const fail = useAnswer(failHandoff(id), { handoffId: id, told: t("handoffs.failed"), close });
  const send = () => fail.mutate({ ...(message && { message }), ...(code && { code }), retryable });
  return (
    <AnswerForm answer={fail} send={send} label={t("handoffs.do_fail")} look="danger">
      <TextArea label={t("handoffs.reason")} value={message} change={setMessage} />
      <TextField
        label={t("handoffs.code")}
        hint={t("handoffs.codeHint")}
        pattern="[a-z][a-z0-9_]*"
        value={code}
        onChange={({ target }) => setCode(target.value)}
      />
      <label className="flex items-center gap-2 font-medium">
        <input type="checkbox" checked={retryable} onChange={({ target }) => setRetryable(target.checked)} />
        {t("handoffs.retryable")}
      </label>
    </AnswerForm>
  );
}

/** Once it is taken, the form is done with; where it is not, the form says why and keeps what was typed. */
function useAnswer<Input>(
  act: (input: Input) => Promise<unknown>,
  { handoffId, told, close }: { readonly handoffId: string; readonly told: string; readonly close: () => void },
) {
  return useMutation({
    mutationFn: act,
    onSuccess: async () => {
      close();
      toast(told);
      await queryClient.invalidateQueries({ queryKey: ["handoff", handoffId] });
      await queryClient.invalidateQueries({ queryKey: ["handoffs"] });
    },
  });
}

function AnswerForm({
  answer,
  send,
  label,
  look = "primary",
  children,
}: {
  readonly answer: { readonly isPending: boolean; readonly error: Error | null };
  readonly send: () => void;
  readonly label: string;
  readonly look?: Look;
  readonly children: ReactNode;
}) {
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {children}
      {answer.error && <Failed error={answer.error} />}
      <Button look={look} type="submit" className="self-end" disabled={answer.isPending}>
        {label}
      </Button>
    </form>
  );
}
