// The arguments as JSON: completed by the tool's schema, and checked against it as they are written, before the hub does.

import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { SchemaFault } from "../../../engine/schema/fault.ts";
import { rangeOf } from "../../canvas/written-json.ts";
import { jsonCompleted, jsonCompletionAt } from "../../hub/json-completions.ts";
import type { Occasion, Offer, TextHandle } from "../../ui/CompletedText.tsx";
import { JsonField } from "../../ui/JsonField.tsx";
import { useSchemaFaults } from "./use-schema-faults.ts";

/** Of many faults, the first. */
const SHOWN = 10;

export function ArgumentsJson({
  schema,
  value,
  change,
}: {
  readonly schema: unknown;
  readonly value: unknown;
  readonly change: (value: unknown) => void;
}) {
  const { t } = useTranslation();
  const handle = useRef<TextHandle>(null);
  const faults = useSchemaFaults(schema, value);
  const offer = (text: string, caret: number, occasion: Occasion): readonly Offer[] => {
    const completion = jsonCompletionAt(text, caret, schema);
    // Unasked, only a name or value that was begun is completed: Enter is also how a line ends.
    if (completion === null || occasion === "clicked") return [];
    if (occasion === "written" && completion.from === caret) return [];
    return completion.suggestions.map((suggestion) => ({
      label: suggestion.written,
      detail: suggestion.detail,
      after: () => jsonCompleted(text, completion, suggestion),
    }));
  };
  return (
    <JsonField
      label={t("calls.input")}
      value={value}
      change={change}
      rows={14}
      hint={t("playground.completes")}
      offer={offer}
      handle={handle}
      faultsIn={(text) =>
        faults.length > 0 && (
          <FaultList faults={faults} text={text} show={(from, to) => handle.current?.select(from, to)} />
        )
      }
    />
  );
}

function FaultList({
  faults,
  text,
  show,
}: {
  readonly faults: readonly SchemaFault[];
  readonly text: string;
  readonly show: (from: number, to: number) => void;
}) {
  const { t } = useTranslation();
  return (
    <ul aria-label={t("playground.faults")} className="text-bad mt-1 text-xs">
      {faults.slice(0, SHOWN).map(({ pointer, keyword, message }) => {
        const range = rangeOf(text, pointer);
        return (
          <li key={`${pointer} ${keyword} ${message}`}>
            {range && (
              <button type="button" className="underline" onClick={() => show(range.from, range.to)}>
                {t("playground.line", { line: text.slice(0, range.from).split("\n").length })}
              </button>
            )}{" "}
            <span className="font-mono">{pointer}</span> {message}
          </li>
        );
      })}
      {faults.length > SHOWN && <li>{t("playground.moreFaults", { count: faults.length - SHOWN })}</li>}
    </ul>
  );
}
