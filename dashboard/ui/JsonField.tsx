import { type ReactNode, type Ref, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { CompletedText, type OfferAt, type TextHandle } from "./CompletedText.tsx";

/** JSON to write by hand. What is not JSON is said, and not taken. */
export function JsonField({
  label,
  value,
  change,
  hint,
  rows = 8,
  offer,
  handle,
  faultsIn,
}: {
  readonly label: string;
  /** Undefined: empty. */
  readonly value: unknown;
  /** Called with what the text says, undefined where it is empty. */
  readonly change: (value: unknown) => void;
  readonly hint?: string;
  readonly rows?: number;
  readonly offer?: OfferAt;
  readonly handle?: Ref<TextHandle>;
  /** What is wrong with the value that the text says, by places in the text; null: nothing. */
  readonly faultsIn?: (text: string) => ReactNode;
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
  const faults = fault === null && faultsIn?.(text);
  return (
    <div>
      <label htmlFor={id} className="mb-1 block font-medium">
        {label}
      </label>
      <CompletedText
        id={id}
        label={label}
        rows={rows}
        text={text}
        write={write}
        offer={offer}
        handle={handle}
        isWrong={fault !== null || Boolean(faults)}
        describedBy={[(fault || hint) && `${id}-hint`, faults && `${id}-faults`].filter(Boolean).join(" ") || undefined}
      />
      {(fault ?? hint) && (
        <p id={`${id}-hint`} className={`mt-1 text-xs ${fault ? "text-bad" : "text-quiet"}`}>
          {fault ? t("common.notJson", { why: fault }) : hint}
        </p>
      )}
      {faults && <div id={`${id}-faults`}>{faults}</div>}
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
