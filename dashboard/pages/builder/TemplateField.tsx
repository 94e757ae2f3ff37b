// A value that may hold templates. After `{{` it offers the paths that there are, with what was really there.

import { useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Json } from "../../../engine/json.ts";
import { completed, completionAt, type Option } from "../../canvas/completions.ts";
import { textOfValue, valueOfText } from "../../canvas/value-text.ts";

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
  const { t } = useTranslation();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(() => textOfValue(value, isText));
  // Another value from outside replaces the text; the same value in other words does not.
  const [known, setKnown] = useState(value);
  const [caret, setCaret] = useState<number | null>(null);
  const [at, setAt] = useState(0);
  if (known !== value) {
    setKnown(value);
    if (JSON.stringify(valueOfText(text, isText)) !== JSON.stringify(value)) {
      setText(textOfValue(value, isText));
      setCaret(null);
    }
  }
  const completion = caret === null ? null : completionAt(text, caret, options);
  const offered = completion?.options ?? [];
  const active = offered[Math.min(at, offered.length - 1)];

  const write = (next: string, nextCaret: number | null) => {
    setText(next);
    setCaret(nextCaret);
    setAt(0);
    const read = valueOfText(next, isText);
    setKnown(read);
    change(read);
  };
  const take = (option: Option) => {
    if (completion === null) return;
    const after = completed(text, completion, option);
    write(after.text, null);
    // The browser puts the caret at the end of what a program wrote.
    requestAnimationFrame(() => field.current?.setSelectionRange(after.caret, after.caret));
    field.current?.focus();
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (active === undefined) return;
    const turn = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (turn !== undefined) setAt((at + turn + offered.length) % offered.length);
    else if (event.key === "Enter" || event.key === "Tab") take(active);
    else if (event.key === "Escape") setCaret(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const described = [hint && `${id}-hint`, faults.length > 0 && `${id}-faults`].filter(Boolean).join(" ");
  return (
    <div>
      <label htmlFor={id} className="mb-1 block font-medium break-all">
        {label}
      </label>
      <div className="relative">
        <textarea
          ref={field}
          id={id}
          rows={rows ?? Math.min(8, text.split("\n").length)}
          spellCheck={false}
          value={text}
          aria-invalid={faults.length > 0}
          aria-describedby={described || undefined}
          aria-autocomplete="list"
          aria-controls={offered.length > 0 ? `${id}-options` : undefined}
          aria-activedescendant={active && `${id}-${offered.indexOf(active)}`}
          onChange={({ target }) => write(target.value, target.selectionStart)}
          onKeyDown={onKeyDown}
          onClick={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
          onBlur={() => setCaret(null)}
          className="border-control bg-panel text-strong aria-invalid:border-bad block w-full rounded-md border px-2 py-1.5 font-mono text-xs"
        />
        {offered.length > 0 && (
          <ul
            id={`${id}-options`}
            role="listbox"
            aria-label={label}
            ref={intoSight}
            className="border-line bg-panel absolute top-full right-0 left-0 z-20 mt-1 max-h-56 overflow-y-auto rounded-md border p-1 shadow-lg"
          >
            {offered.map((option, index) => (
              <li
                key={option.path}
                id={`${id}-${index}`}
                role="option"
                aria-selected={option === active}
                ref={option === active ? intoSight : undefined}
                // Before the field loses the focus.
                onMouseDown={(event) => {
                  event.preventDefault();
                  take(option);
                }}
                className="aria-selected:bg-accent-soft aria-selected:text-accent flex cursor-pointer flex-wrap justify-between gap-x-3 rounded px-2 py-1 font-mono text-xs"
              >
                <span className="break-all">{option.path}</span>
                <span className="text-quiet">{option.detail}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
      <span aria-live="polite" className="sr-only">
        {offered.length > 0 && t("builder.options", { count: offered.length })}
      </span>
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

function intoSight(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: "nearest" });
}
