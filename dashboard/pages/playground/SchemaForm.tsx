// A form made from a JSON Schema. What a form cannot show (a value of any type, a schema that goes on within itself) is
// written as JSON in its place.

import { useId } from "react";
import { useTranslation } from "react-i18next";
import {
  formsOf,
  isObject,
  type JsonSchema,
  MAX_DEPTH,
  propertiesOf,
  requiredOf,
  resolved,
  sampleOf,
  typeOf,
} from "../../hub/json-schema.ts";
import { Button } from "../../ui/Button.tsx";
import { SelectField, TextField } from "../../ui/Field.tsx";
import { JsonField } from "../../ui/JsonField.tsx";

interface Part {
  readonly schema: unknown;
  readonly root: unknown;
  readonly value: unknown;
  /** Undefined takes the value away. */
  readonly change: (value: unknown) => void;
  /** JSON Pointer of the value; the hub's faults name it. */
  readonly pointer: string;
  readonly faults: Faults;
  readonly depth: number;
}

/** What is wrong, by pointer. */
export type Faults = ReadonlyMap<string, string>;

export function SchemaForm({
  schema,
  value,
  change,
  faults,
}: {
  readonly schema: unknown;
  readonly value: unknown;
  readonly change: (value: unknown) => void;
  readonly faults: Faults;
}) {
  return (
    <ObjectFields schema={schema} root={schema} value={value} change={change} faults={faults} pointer="" depth={0} />
  );
}

function ObjectFields(part: Part) {
  const { root, value, change, pointer, depth } = part;
  const schema = resolved(part.schema, root);
  const required = requiredOf(schema);
  const held = isObject(value) ? value : {};
  return (
    <div className="flex flex-col gap-4">
      {Object.entries(propertiesOf(schema)).map(([name, sub]) => (
        <Field
          key={name}
          {...part}
          name={name}
          isRequired={required.includes(name)}
          schema={sub}
          value={held[name]}
          change={(next) => change(withField(held, name, next))}
          pointer={`${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`}
          depth={depth + 1}
        />
      ))}
    </div>
  );
}

function Field(part: Part & { readonly name: string; readonly isRequired: boolean }) {
  const { t } = useTranslation();
  const { name, isRequired, root, value, change, pointer, faults, depth } = part;
  const schema = resolved(part.schema, root);
  const label = isRequired ? `${name} *` : name;
  const description = typeof schema["description"] === "string" ? schema["description"] : undefined;
  const fault = faults.get(pointer);
  const hint = fault ? <span className="text-bad">{fault}</span> : description;
  const { enum: values, const: only } = schema;

  if (Array.isArray(values)) {
    const options = [
      ...(isRequired && value !== undefined ? [] : [{ value: "", label: "–" }]),
      ...values.map((choice, i) => ({
        value: String(i),
        label: typeof choice === "string" ? choice : JSON.stringify(choice),
      })),
    ];
    const chosen = values.findIndex((choice) => JSON.stringify(choice) === JSON.stringify(value));
    return (
      <Described hint={hint}>
        <SelectField
          label={label}
          options={options}
          value={chosen === -1 ? "" : String(chosen)}
          onChange={({ target }) => change(target.value === "" ? undefined : values[Number(target.value)])}
        />
      </Described>
    );
  }
  if (only !== undefined) return <Described hint={hint}>{`${label}: ${JSON.stringify(only)}`}</Described>;
  switch (depth > MAX_DEPTH || formsOf(schema).length > 0 ? undefined : typeOf(schema)) {
    case "string":
      return (
        <TextField
          label={label}
          hint={hint}
          value={typeof value === "string" ? value : ""}
          maxLength={typeof schema["maxLength"] === "number" ? schema["maxLength"] : undefined}
          onChange={({ target }) => change(target.value === "" && !isRequired ? undefined : target.value)}
        />
      );
    case "integer":
    case "number":
      return (
        <TextField
          label={label}
          hint={hint}
          type="number"
          step={typeOf(schema) === "integer" ? 1 : "any"}
          value={typeof value === "number" ? value : ""}
          onChange={({ target }) => change(target.value === "" ? undefined : Number(target.value))}
        />
      );
    case "boolean":
      return (
        <Described hint={hint}>
          <label className="flex items-center gap-2 font-medium">
            <input type="checkbox" checked={value === true} onChange={({ target }) => change(target.checked)} />
            {label}
          </label>
        </Described>
      );
    case "object":
      if (Object.keys(propertiesOf(schema)).length === 0) break;
      return (
        <fieldset className="border-line rounded-md border p-3">
          <legend className="px-1 font-medium">{label}</legend>
          {hint && <p className="text-quiet mb-2 text-xs">{hint}</p>}
          <ObjectFields {...part} />
        </fieldset>
      );
    case "array":
      if (isObject(schema["items"])) return <ListField {...part} label={label} hint={hint} items={schema["items"]} />;
      break;
    default:
  }
  return (
    <JsonField
      label={`${label} (JSON)`}
      rows={4}
      value={value}
      change={change}
      hint={fault ?? description ?? t("tool.anyJson")}
    />
  );
}

function ListField(
  part: Part & {
    readonly name: string;
    readonly isRequired: boolean;
    readonly label: string;
    readonly hint: React.ReactNode;
    readonly items: JsonSchema;
  },
) {
  const { t } = useTranslation();
  const { label, hint, items, root, value, change, pointer, depth } = part;
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  return (
    <fieldset className="border-line rounded-md border p-3">
      <legend className="px-1 font-medium">{label}</legend>
      {hint && <p className="text-quiet mb-2 text-xs">{hint}</p>}
      <div className="flex flex-col gap-3">
        {list.map((item, index) => (
          // An item of a list has no name but its place.
          <div key={index} className="flex items-end gap-2">
            <div className="min-w-0 flex-1">
              <Field
                {...part}
                name={`${index + 1}`}
                isRequired
                schema={items}
                value={item}
                change={(next) => change(list.with(index, next ?? null))}
                pointer={`${pointer}/${index}`}
                depth={depth + 1}
              />
            </div>
            <Button
              aria-label={t("tool.removeItem", { name: index + 1 })}
              onClick={() => change(list.toSpliced(index, 1))}
            >
              ×
            </Button>
          </div>
        ))}
        <Button className="self-start" onClick={() => change([...list, sampleOf(items, root)])}>
          {t("tool.addItem")}
        </Button>
      </div>
    </fieldset>
  );
}

function Described({ hint, children }: { readonly hint: React.ReactNode; readonly children: React.ReactNode }) {
  const id = useId();
  return (
    <div role="group" aria-describedby={hint ? id : undefined}>
      {children}
      {hint && (
        <p id={id} className="text-quiet mt-1 text-xs">
          {hint}
        </p>
      )}
    </div>
  );
}

function withField(held: JsonSchema, name: string, value: unknown): JsonSchema {
  const { [name]: _, ...others } = held;
  return value === undefined ? others : { ...held, [name]: value };
}
