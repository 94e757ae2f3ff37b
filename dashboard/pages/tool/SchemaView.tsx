import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { JsonCode } from "../../ui/Code.tsx";
import { TextField } from "../../ui/Field.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { fieldsLike, fieldsOf, type SchemaField } from "./schema-fields.ts";

/** A search is worth its place from here on. */
const MANY = 8;

export function SchemaView({
  title,
  schema,
  otherwise,
}: {
  readonly title: string;
  readonly schema: unknown;
  /** Said where there is no schema. */
  readonly otherwise: string;
}) {
  const { t } = useTranslation();
  const [words, setWords] = useState("");
  const fields = useMemo(() => fieldsOf(schema), [schema]);
  if (schema === null || schema === undefined) {
    return (
      <Panel title={title}>
        <p className="text-quiet">{otherwise}</p>
      </Panel>
    );
  }
  return (
    <Panel title={title}>
      {countOf(fields) >= MANY && (
        <TextField
          label={t("tool.findField")}
          type="search"
          className="mb-3"
          value={words}
          onChange={({ target }) => setWords(target.value)}
        />
      )}
      <FieldList fields={fieldsLike(fields, words)} />
      <details className="mt-4">
        <summary className="text-accent mb-2">JSON Schema</summary>
        <JsonCode label={`${title}: JSON Schema`} value={schema} />
      </details>
    </Panel>
  );
}

function FieldList({ fields }: { readonly fields: readonly SchemaField[] }) {
  const { t } = useTranslation();
  return (
    <ul className="border-line [&_ul]:mt-2 [&_ul]:border-l [&_ul]:pl-4">
      {fields.map(({ name, type, description, isRequired, bounds, fields: inner }) => (
        <li key={name} className="py-1.5">
          <div className="flex flex-wrap items-baseline gap-2">
            <code className="text-strong font-semibold">{name}</code>
            <code className="text-accent text-xs break-all">{type}</code>
            {isRequired !== null && (
              <span className="text-quiet text-xs">{isRequired ? t("tool.required") : t("tool.optional")}</span>
            )}
            {bounds.map((bound) => (
              <code key={bound} className="text-quiet text-xs break-all">
                {bound}
              </code>
            ))}
          </div>
          {description && <p className="text-quiet">{description}</p>}
          {inner.length > 0 && <FieldList fields={inner} />}
        </li>
      ))}
    </ul>
  );
}

function countOf(fields: readonly SchemaField[]): number {
  return fields.reduce((sum, { fields: inner }) => sum + 1 + countOf(inner), 0);
}
