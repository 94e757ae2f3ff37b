import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { jsonCompletionAt, withOption } from "../hub/json-completions.ts";
import { CompletingArea } from "./CompletingArea.tsx";

/** JSON to write by hand. What is not JSON is said, and not taken. */
export function JsonField({
  label,
  value,
  change,
  hint,
  rows = 8,
  schema,
}: {
  readonly label: string;
  /** Undefined: empty. */
  readonly value: unknown;
  /** Called with what the text says, undefined where it is empty. */
  readonly change: (value: unknown) => void;
  readonly hint?: string | undefined;
  readonly rows?: number;
  /** What describes the value; names and values that it has are offered. */
  readonly schema?: unknown;
}) {
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState(() => textOf(value));
  const [fault, setFault] = useState<string | null>(null);
  // Another value from outside replaces the text; the same value in other words does not.
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    if (JSON.stringify(known) !== JSON.stringify(value)) {
      setText(textOf(value));
      setFault(null);
    }
  }
  const write = (next: string) => {
    setText(next);
    const read = parsed(next);
    setFault(read.ok ? null : read.why);
    if (!read.ok) return;
    setKnown(read.value);
    change(read.value);
  };
  const offersAt = (written: string, caret: number, isAsked: boolean) => {
    const completion = jsonCompletionAt(written, caret, schema, isAsked);
    if (completion === null) return [];
    return completion.options.map((option) => ({
      label: option.text,
      detail: option.detail,
      take: () => withOption(written, completion, option),
    }));
  };
  return (
    <div>
      <label htmlFor={id} className="mb-1 block font-medium">
        {label}
      </label>
      <CompletingArea
        id={id}
        label={label}
        text={text}
        write={write}
        offersAt={offersAt}
        rows={rows}
        isInvalid={fault !== null}
        describedBy={fault || hint ? `${id}-hint` : undefined}
      />
      {(fault ?? hint) && (
        <p id={`${id}-hint`} className={`mt-1 text-xs ${fault ? "text-bad" : "text-quiet"}`}>
          {fault ? t("common.notJson", { why: fault }) : hint}
        </p>
      )}
    </div>
  );
}

function textOf(value: unknown): string {
  return value === undefined ? "" : JSON.stringify(value, null, 2);
}

type Read = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly why: string };

function parsed(text: string): Read {
  if (text.trim() === "") return { ok: true, value: undefined };
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) };
  }
}
