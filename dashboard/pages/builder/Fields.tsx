// The fields of a part of the definition, each bound to its place.

import { useTranslation } from "react-i18next";
import type { Json } from "../../../engine/json.ts";
import { append, tokensOf, valueAt } from "../../../engine/schema/pointer.ts";
import type { Option } from "../../canvas/completions.ts";
import { isObject } from "../../hub/json-schema.ts";
import type { Diagnostic } from "../../hub/workflows.ts";
import { SelectField, TextField } from "../../ui/Field.tsx";
import { JsonField } from "../../ui/JsonField.tsx";
import type { FieldSpec } from "./fields.ts";
import { TemplateField } from "./TemplateField.tsx";

export interface Bound {
  readonly definition: Json;
  /** Where the fields' paths begin. */
  readonly pointer: string;
  readonly set: (pointer: string, value: Json | undefined) => void;
  readonly options: readonly Option[];
  readonly faults: readonly Diagnostic[];
}

export function Fields({ specs, ...bound }: Bound & { readonly specs: readonly FieldSpec[] }) {
  return (
    <div className="flex flex-col gap-3">
      {specs.map((spec) => (
        <Field key={spec.path.join(".")} spec={spec} {...bound} />
      ))}
    </div>
  );
}

function Field({ spec, definition, pointer, set, options, faults }: Bound & { readonly spec: FieldSpec }) {
  const { t } = useTranslation();
  const place = spec.path.reduce<string>(append, pointer);
  const value = valueAt(definition, tokensOf(place));
  // Within a step, the part that the field is in is named above it.
  const label = spec.path.slice(pointer === "" || spec.path.length === 1 ? 0 : 1).join(".");
  const change = (next: Json | undefined) => set(place, next);
  const wrong = messagesAt(faults, place);
  switch (spec.as) {
    case "value":
    case "text":
      return (
        <TemplateField
          label={label}
          value={value}
          change={change}
          options={options}
          isText={spec.as === "text"}
          faults={wrong}
        />
      );
    case "word":
      return (
        <TextField
          label={label}
          value={typeof value === "string" ? value : ""}
          onChange={({ target }) => change(target.value === "" ? undefined : target.value)}
          hint={<Wrong faults={wrong} />}
        />
      );
    case "number":
      return (
        <TextField
          label={label}
          type="number"
          value={typeof value === "number" ? value : ""}
          onChange={({ target }) => change(target.value === "" ? undefined : Number(target.value))}
          hint={<Wrong faults={wrong} />}
        />
      );
    case "json":
      return (
        <JsonField
          label={label}
          rows={value === undefined ? 2 : 6}
          value={value}
          change={(next) => change(next as Json | undefined)}
          hint={wrong.join(" ")}
        />
      );
    case "choice": {
      const chosen = spec.choices.findIndex((other) => isChosen(other, value));
      return (
        <SelectField
          label={label}
          value={chosen < 0 ? "" : String(chosen)}
          onChange={({ target }) => change(target.value === "" ? undefined : spec.choices[Number(target.value)])}
          options={[
            { value: "", label: t("common.none") },
            ...spec.choices.map((other, at) => ({
              value: String(at),
              label: isObject(other) ? (Object.keys(other)[0] ?? "") : JSON.stringify(other).replaceAll('"', ""),
            })),
          ]}
        />
      );
    }
  }
}

function Wrong({ faults }: { readonly faults: readonly string[] }) {
  return faults.length > 0 ? <span className="text-bad">{faults.join(" ")}</span> : null;
}

/** Of objects, the one that has the same first key. */
function isChosen(choice: Json, value: Json | undefined): boolean {
  if (!isObject(choice) || !isObject(value)) return choice === value;
  return Object.keys(choice)[0] === Object.keys(value)[0];
}

/** What is wrong at a place, or with something in it. */
export function messagesAt(faults: readonly Diagnostic[], place: string): readonly string[] {
  return faults
    .filter(({ pointer }) => pointer === place || pointer.startsWith(`${place}/`))
    .map(({ message }) => message);
}
