// Text of more than one line that offers what may be written at the caret: a combobox with a list, by the keyboard alone too.

import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

export interface Offer {
  readonly label: string;
  readonly detail: string;
  /** The text with this in it, and where the caret is then. */
  readonly take: () => { readonly text: string; readonly caret: number };
}

export function CompletingArea({
  id,
  label,
  text,
  write,
  offersAt,
  rows,
  isInvalid,
  describedBy,
}: {
  readonly id: string;
  readonly label: string;
  readonly text: string;
  readonly write: (text: string) => void;
  /** `isAsked`: by Ctrl+Space, where nothing is written yet. */
  readonly offersAt: (text: string, caret: number, isAsked: boolean) => readonly Offer[];
  readonly rows: number;
  readonly isInvalid: boolean;
  readonly describedBy: string | undefined;
}) {
  const { t } = useTranslation();
  const field = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState<{ readonly at: number; readonly isAsked: boolean } | null>(null);
  const [chosen, setChosen] = useState(0);
  const offers = caret === null || caret.at > text.length ? [] : offersAt(text, caret.at, caret.isAsked);
  const active = offers[Math.min(chosen, offers.length - 1)];
  const look = (at: number, isAsked = false) => {
    setCaret({ at, isAsked });
    setChosen(0);
  };
  const take = (offer: Offer) => {
    const after = offer.take();
    write(after.text);
    setCaret(null);
    // The browser puts the caret at the end of what a program wrote.
    requestAnimationFrame(() => field.current?.setSelectionRange(after.caret, after.caret));
    field.current?.focus();
  };
  const onKeyDown = (event: React.KeyboardEvent<HTMLTextAreaElement>) => {
    const turn = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === " " && event.ctrlKey) look(event.currentTarget.selectionStart, true);
    else if (active === undefined) return;
    else if (turn !== undefined) setChosen((offers.indexOf(active) + turn + offers.length) % offers.length);
    else if (event.key === "Enter" || event.key === "Tab") take(active);
    else if (event.key === "Escape") setCaret(null);
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
          aria-invalid={isInvalid}
          aria-describedby={describedBy}
          aria-autocomplete="list"
          aria-controls={offers.length > 0 ? `${id}-options` : undefined}
          aria-activedescendant={active && `${id}-${offers.indexOf(active)}`}
          onChange={({ target }) => {
            write(target.value);
            look(target.selectionStart);
          }}
          onKeyDown={onKeyDown}
          onClick={({ currentTarget }) => look(currentTarget.selectionStart)}
          onBlur={() => setCaret(null)}
          className="border-control bg-panel text-strong aria-invalid:border-bad block w-full rounded-md border px-2 py-1.5 font-mono text-xs"
        />
        {offers.length > 0 && (
          <ul
            id={`${id}-options`}
            role="listbox"
            aria-label={label}
            ref={intoSight}
            className="border-line bg-panel absolute top-full right-0 left-0 z-20 mt-1 max-h-56 overflow-y-auto rounded-md border p-1 shadow-lg"
          >
            {offers.map((offer, index) => (
              <li
                key={offer.label}
                id={`${id}-${index}`}
                role="option"
                aria-selected={offer === active}
                ref={offer === active ? intoSight : undefined}
                // Before the field loses the focus.
                onMouseDown={(event) => {
                  event.preventDefault();
                  take(offer);
                }}
                className="aria-selected:bg-accent-soft aria-selected:text-accent flex cursor-pointer flex-wrap justify-between gap-x-3 rounded px-2 py-1 font-mono text-xs"
              >
                <span className="break-all">{offer.label}</span>
                <span className="text-quiet">{offer.detail}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
      <span aria-live="polite" className="sr-only">
        {offers.length > 0 && t("common.options", { count: offers.length })}
      </span>
    </>
  );
}

function intoSight(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: "nearest" });
}
