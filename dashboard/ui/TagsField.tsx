import { useState } from "react";
import { TextField } from "./Field.tsx";

/** Tags as one line of text, which stays as it is typed: a comma at its end begins the next tag. */
export function TagsField({
  label,
  start = [],
  placeholder,
  hint,
  change,
}: {
  readonly label: string;
  /** What the line says at first. */
  readonly start?: readonly string[] | undefined;
  readonly placeholder?: string | undefined;
  readonly hint?: string;
  readonly change: (tags: string[]) => void;
}) {
  const [text, setText] = useState(() => start.join(", "));
  return (
    <TextField
      label={label}
      value={text}
      placeholder={placeholder}
      hint={hint}
      onChange={({ target }) => {
        setText(target.value);
        change(target.value.split(/[\s,]+/).filter((tag) => tag !== ""));
      }}
    />
  );
}
