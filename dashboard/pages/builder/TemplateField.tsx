// A value that may hold templates. After `{{` it offers the paths that there are, with what was really there.

import { useId, useState } from "react";
import type { Json } from "../../../engine/json.ts";
import { completed, completionAt, type Option } from "../../canvas/completions.ts";
import { textOfValue, valueOfText } from "../../canvas/value-text.ts";
import { CompletedText, type Offer } from "../../ui/CompletedText.tsx";

export function TemplateField({
  label,
  value,
  change,
  options,
  isText = false,
  hint,
  faults = [],
  rows,
}: {
  readonly label: string;
  readonly value: Json | undefined;
  /** Undefined: nothing is written any more. */
  readonly change: (value: Json | undefined) => void;
  readonly options: readonly Option[];
  /** The place takes text only. */
  readonly isText?: boolean;
  readonly hint?: string;
  readonly faults?: readonly string[];
  readonly rows?: number;
}) {
  const id = useId();
  const [text, setText] = useState(() => textOfValue(value, isText));
  // Another value from outside replaces the text; the same value in other words does not.
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    if (JSON.stringify(valueOfText(text, isText)) !== JSON.stringify(value)) {
      setText(textOfValue(value, isText));
    }
  }
  const write = (next: string) => {
    setText(next);
    const read = valueOfText(next, isText);
    setKnown(read);
    change(read);
  };
  const offer = (of: string, caret: number): readonly Offer[] => {
    const completion = completionAt(of, caret, options);
    return (completion?.options ?? []).map((option) => ({
      label: option.path,
      detail: option.detail,
      after: () => (completion === null ? { text: of, caret } : completed(of, completion, option)),
    }));
  };
  const described = [hint && `${id}-hint`, faults.length > 0 && `${id}-faults`].filter(Boolean).join(" ");
  return (
    <div>
      <label htmlFor={id} className="mb-1 block font-medium break-all">
        {label}
      </label>
      <CompletedText
        id={id}
        label={label}
        text={text}
        write={write}
        offer={offer}
        rows={rows ?? Math.min(8, text.split("\n").length)}
        isWrong={faults.length > 0}
        describedBy={described || undefined}
      />
      {hint && (
        <p id={`${id}-hint`} className="text-quiet mt-1 text-xs">
          {hint}
        </p>
      )}
      {faults.length > 0 && (
        <p id={`${id}-faults`} className="text-bad mt-1 text-xs">
          {faults.join(" ")}
        </p>
      )}
    </div>
  );
}
