// A moment, written by the clock of whoever writes it.

import { useState } from "react";
import { useTranslation } from "react-i18next";
import { TextField } from "../../ui/Field.tsx";
import { below } from "./field-faults.tsx";

export function TimeField({
  label,
  start,
  fault,
  change,
}: {
  readonly label: string;
  /** ISO 8601; what it holds at first. */
  readonly start: string | null;
  readonly fault: string | null;
  /** Called with ISO 8601 in UTC; null: the field is empty. */
  readonly change: (at: string | null) => void;
}) {
  const { t } = useTranslation();
  const [text, setText] = useState(() => (start === null ? "" : byLocalClock(start)));
  return (
    <TextField
      label={label}
      type="datetime-local"
      step={1}
      max="9999-12-31T23:59"
      {...below(fault, t("triggers.yourClock"))}
      value={text}
      onChange={({ target }) => {
        setText(target.value);
        change(target.value === "" ? null : new Date(target.value).toISOString());
      }}
    />
  );
}

/** As a field of the browser takes it: without a zone. */
function byLocalClock(at: string): string {
  const date = new Date(at);
  const two = (part: number) => String(part).padStart(2, "0");
  const day = `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
