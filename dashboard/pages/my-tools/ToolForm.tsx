// The fields of a tool, with a preview of what callers will see beside them.

import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { NewTool, WholeTool } from "../../hub/tools.ts";
import { Button } from "../../ui/Button.tsx";
import { Failed } from "../../ui/Failed.tsx";
import { TextField } from "../../ui/Field.tsx";
import { JsonField } from "../../ui/JsonField.tsx";
import { Readme } from "../../ui/Readme.tsx";
import { TagsField } from "../../ui/TagsField.tsx";
import { TextArea } from "../../ui/TextArea.tsx";
import { SchemaView } from "../tool/SchemaView.tsx";
import { Credentials } from "./Credentials.tsx";

export const EMPTY_TOOL: NewTool = {
  name: "",
  endpoint: "",
  description: "",
  version: "1.0.0",
  inputSchema: { type: "object", properties: { query: { type: "string" } }, required: ["query"] },
  authType: "none",
};

export function toolInForm(tool: WholeTool): NewTool {
  const {
    name,
    description,
    readme,
    version,
    inputSchema,
    outputSchema,
    tags,
    category,
    rateLimit,
    endpoint = "",
  } = tool;
  return {
    name,
    description,
    readme,
    version,
    tags,
    category,
    rateLimit,
    endpoint,
    pricing: tool.pricing,
    ...(inputSchema ? { inputSchema } : {}),
    ...(outputSchema ? { outputSchema } : {}),
  };
}

export function ToolForm({
  start,
  submit,
  isPending,
  error,
  send,
  isKnown = false,
}: {
  readonly start: NewTool;
  readonly submit: string;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly send: (tool: NewTool) => void;
  /** It is registered already: its credentials are changed elsewhere. */
  readonly isKnown?: boolean;
}) {
  const { t } = useTranslation();
  const [tool, setTool] = useState(start);
  const set = (change: Partial<NewTool>) => setTool((before) => ({ ...before, ...change }));
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    send(tool);
  };
  return (
    <div className="grid gap-6 xl:grid-cols-2">
      <form onSubmit={onSubmit} className="flex min-w-0 flex-col gap-4">
        <div className="grid gap-4 sm:grid-cols-[1fr_8rem]">
          <TextField
            label={t("myTools.name")}
            required
            pattern="[A-Za-z0-9_.\-]{1,128}"
            hint={t("myTools.nameHint")}
            value={tool.name}
            onChange={({ target }) => set({ name: target.value })}
          />
          <TextField
            label={t("myTools.version")}
            value={tool.version ?? ""}
            onChange={({ target }) => set({ version: target.value })}
          />
        </div>
        <TextArea
          label={t("myTools.description")}
          hint={t("myTools.descriptionHint")}
          rows={3}
          value={tool.description ?? ""}
          change={(description) => set({ description })}
        />
        <TextArea
          label={t("common.readme")}
          hint={t("myTools.readmeHint")}
          rows={6}
          maxLength={50_000}
          value={tool.readme ?? ""}
          change={(readme) => set({ readme })}
        />
        <TextField
          label={t("myTools.endpoint")}
          type="url"
          required
          placeholder="https://"
          hint={t("myTools.endpointHint")}
          value={tool.endpoint}
          onChange={({ target }) => set({ endpoint: target.value })}
        />
        <div className="grid gap-4 sm:grid-cols-3">
          <TextField
            label={t("registry.category")}
            value={tool.category ?? ""}
            onChange={({ target }) => set({ category: target.value || null })}
          />
          <TagsField label={t("myTools.tags")} start={start.tags} change={(tags) => set({ tags })} />
          <TextField
            label={t("tool.limit")}
            type="number"
            min={1}
            value={tool.rateLimit?.maxPerMinute ?? 60}
            onChange={({ target }) => set({ rateLimit: { maxPerMinute: Number(target.value) } })}
          />
        </div>
        {!isKnown && <Credentials of={tool} set={set} label={t("tool.auth")} />}
        <JsonField
          label={t("myTools.inputSchema")}
          value={tool.inputSchema}
          change={(inputSchema) => set({ inputSchema })}
          hint={t("myTools.schemaHint")}
          rows={10}
        />
        <JsonField
          label={t("myTools.outputSchema")}
          value={tool.outputSchema}
          change={(outputSchema) => set({ outputSchema })}
          rows={6}
        />
        {error && <Failed error={error} />}
        <Button look="primary" type="submit" disabled={isPending}>
          {submit}
        </Button>
      </form>
      <section aria-label={t("myTools.preview")} className="flex min-w-0 flex-col gap-4">
        <div>
          <h2>{tool.name || t("myTools.name")}</h2>
          <p className="text-quiet">{tool.description || t("tool.noDescription")}</p>
        </div>
        <Readme text={tool.readme} />
        <SchemaView title={t("tool.input")} schema={tool.inputSchema} otherwise={t("tool.noInput")} />
        <SchemaView title={t("tool.output")} schema={tool.outputSchema} otherwise={t("tool.noOutput")} />
      </section>
    </div>
  );
}
