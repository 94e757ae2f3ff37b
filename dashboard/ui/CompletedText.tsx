// Text that is completed as it is written: arrow keys choose, Enter and Tab take, Escape leaves, Ctrl+Space asks.

import { type Ref, useImperativeHandle, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

export interface Offer {
  readonly label: string;
  readonly detail: string;
  /** The text with this taken, and where the caret is then. */
  readonly after: () => { readonly text: string; readonly caret: number };
}

/** Why there may be something to offer: somebody wrote, put the caret somewhere, or asked. */
export type Occasion = "written" | "clicked" | "asked";
export type OfferAt = (text: string, caret: number, occasion: Occasion) => readonly Offer[];

export interface TextHandle {
  select(from: number, to: number): void;
}

/** What moves the caret away from what is offered. */
const LEAVING = new Set(["ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"]);

export function CompletedText({
  id,
  label,
  text,
  write,
  offer,
  rows,
  isWrong,
  describedBy,
  handle,
}: {
  readonly id: string;
  /** Names the list; the field has a label of its own. */
  readonly label: string;
  readonly text: string;
  readonly write: (text: string) => void;
  /** Absent: nothing is ever offered. */
  readonly offer?: OfferAt | undefined;
  readonly rows: number;
  readonly isWrong: boolean;
  readonly describedBy: string | undefined;
  readonly handle?: Ref<TextHandle>;
}) {
  const { t } = useTranslation();
  const field = useRef<HTMLTextAreaElement>(null);
  // What is offered is offered of this text: another from outside takes it away.
  const [looking, setLooking] = useState<{ text: string; caret: number; occasion: Occasion } | null>(null);
  const [at, setAt] = useState(0);
  const offered = (looking?.text === text && offer?.(text, looking.caret, looking.occasion)) || [];
  const active = offered[Math.min(at, offered.length - 1)];
  const select = (from: number, to: number) => {
    field.current?.focus();
    field.current?.setSelectionRange(from, to);
  };
  useImperativeHandle(handle, () => ({ select }));

  const look = (of: string, caret: number, occasion: Occasion) => {
    setLooking({ text: of, caret, occasion });
    setAt(0);
  };
  const take = (taken: Offer) => {
    const after = taken.after();
    setLooking(null);
    write(after.text);
    // The browser puts the caret at the end of what a program wrote.
    requestAnimationFrame(() => field.current?.setSelectionRange(after.caret, after.caret));
    field.current?.focus();
  };
  const onKeyDown = (event: React.KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === " " && event.ctrlKey) {
      event.preventDefault();
      look(text, event.currentTarget.selectionStart, "asked");
      return;
    }
    if (active === undefined) return;
    if (LEAVING.has(event.key)) return setLooking(null);
    const turn = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (turn !== undefined) setAt((at + turn + offered.length) % offered.length);
    else if (event.key === "Enter" || event.key === "Tab") take(active);
    else if (event.key === "Escape") setLooking(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <>
      <div className="relative">
        <textarea
          ref={field}
          id={id}
          rows={rows}
          spellCheck={false}
          value={text}
          aria-invalid={isWrong}
          aria-describedby={describedBy}
          aria-autocomplete={offer && "list"}
          aria-controls={offered.length > 0 ? `${id}-options` : undefined}
          aria-activedescendant={active && `${id}-${offered.indexOf(active)}`}
          onChange={({ target }) => {
            write(target.value);
            look(target.value, target.selectionStart, "written");
          }}
          onKeyDown={onKeyDown}
          onClick={({ currentTarget }) => look(text, currentTarget.selectionStart, "clicked")}
          onBlur={() => setLooking(null)}
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
                key={option.label}
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
                <span className="break-all">{option.label}</span>
                <span className="text-quiet">{option.detail}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
      <span aria-live="polite" className="sr-only">
        {offered.length > 0 && t("common.options", { count: offered.length })}
      </span>
    </>
  );
}

function intoSight(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: "nearest" });
}
