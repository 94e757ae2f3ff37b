// One step, to edit: what it is called, what it does and with what, what it waits for, and how it is done.

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { JsonObject } from "../../../engine/json.ts";
import { append } from "../../../engine/schema/pointer.ts";
import { type GraphStep, type Modifier, MODIFIERS, stepPointer } from "../../canvas/graph-of.ts";
import { isObject, propertiesOf, requiredOf, typeOf } from "../../hub/json-schema.ts";
import { toolQuery } from "../../hub/tools.ts";
import { workflowPagesQuery } from "../../hub/workflows.ts";
import { Badge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { JsonCode } from "../../ui/Code.tsx";
import { SelectField, TextField } from "../../ui/Field.tsx";
import { JsonField } from "../../ui/JsonField.tsx";
import { rowsOf } from "../../ui/Rows.tsx";
import { KIND_FIELDS, MODIFIER_FIELDS } from "./fields.ts";
import { type Bound, Fields, messagesAt } from "./Fields.tsx";
import { TemplateField } from "./TemplateField.tsx";
import { useOptions } from "./use-options.ts";
import type { Builder } from "./use-builder.ts";
import { WaitsFor } from "./WaitsFor.tsx";

export function StepPanel({ builder, step }: { readonly builder: Builder; readonly step: GraphStep }) {
  const { t } = useTranslation();
  const { definition, graph, set, dispatch, diagnostics, results, trial } = builder;
  const { kind } = step.about;
  const options = useOptions(definition, graph, step, results.values);
  const pointer = stepPointer(step.index);
  const bound: Bound = {
    definition,
    pointer,
    set,
    options,
    faults: diagnostics.filter((fault) => fault.pointer === pointer || fault.pointer.startsWith(`${pointer}/`)),
  };
  const takesArguments = kind === "toolId" || kind === "tool" || kind === "workflowId";
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Badge tone="accent">{t(`builder.kind_${kind ?? "none"}`)}</Badge>
        <span className="flex gap-2">
          <Button onClick={() => builder.duplicate([step.key])}>{t("builder.duplicate")}</Button>
          <Button look="danger" onClick={() => dispatch({ type: "remove", keys: [step.key] })}>
            {t("builder.remove")}
          </Button>
        </span>
      </div>
      <IdField key={step.key} step={step} builder={builder} />
      {kind === "toolId" && <ToolLink toolId={step.about.subject} />}
      {kind === "workflowId" && <WorkflowField bound={bound} value={step.about.subject} />}
      {kind !== null && <Fields {...bound} specs={KIND_FIELDS[kind]} />}
      {takesArguments && (
        <Arguments bound={bound} step={step} toolId={kind === "toolId" ? step.about.subject : undefined} />
      )}
      <WaitsFor builder={builder} step={step} />
      <section aria-label={t("builder.modifiers")} className="flex flex-col gap-2">
        <h3 className="text-quiet text-xs">{t("builder.modifiers")}</h3>
        {MODIFIERS.map((modifier) => (
          <ModifierFields key={modifier} modifier={modifier} step={step} bound={bound} />
        ))}
      </section>
      {results.values.has(step.key) && (
        <section aria-label={t("builder.result")}>
          <h3 className="text-quiet mb-1 text-xs">{t(`builder.resultOf_${results.of}`)}</h3>
          <JsonCode label={t("builder.result")} value={results.values.get(step.key)} />
        </section>
      )}
      {kind !== "transform" && (
        <div data-own-undo>
          <JsonField
            label={t("builder.answer")}
            hint={t("builder.answerHint")}
            rows={3}
            value={trial.answers.get(step.key)}
            change={(value) => trial.setAnswer(step.key, value)}
          />
        </div>
      )}
    </div>
  );
}

/** Its fields are made when it is opened, for most steps have none of the modifiers; folded, they keep what is unfinished. */
function ModifierFields({
  modifier,
  step,
  bound,
}: {
  readonly modifier: Modifier;
  readonly step: GraphStep;
  readonly bound: Bound;
}) {
  const { t } = useTranslation();
  const isSet = step.about.modifiers.includes(modifier);
  const [isOpen, setOpen] = useState(isSet);
  const [isMade, setMade] = useState(isSet);
  if (isOpen && !isMade) setMade(true);
  // Set elsewhere, by an undo or in the text, it is there to be seen.
  const [wasSet, setWasSet] = useState(isSet);
  if (isSet !== wasSet) {
    setWasSet(isSet);
    if (isSet) setOpen(true);
  }
  return (
    <details
      open={isOpen}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
      className="border-line rounded-md border px-3 py-2"
    >
      <summary>
        <code>{modifier}</code> {isSet && <Badge tone="accent">{t("builder.set")}</Badge>}
      </summary>
      {isMade && (
        <div className="mt-3 flex flex-col items-start gap-3 *:w-full">
          <Fields
            {...bound}
            specs={
              // A fallback has a place only where one is chosen.
              modifier === "onError" && !isObject(step.source["onError"])
                ? MODIFIER_FIELDS.onError.slice(0, 1)
                : MODIFIER_FIELDS[modifier]
            }
          />
          {isSet && (
            <Button
              className="w-auto! self-start"
              onClick={() => bound.set(append(bound.pointer, modifier), undefined)}
            >
              {t("builder.unset", { name: modifier })}
            </Button>
          )}
        </div>
      )}
    </details>
  );
}

/** Taken when it is left, or at Enter: what reads the step is changed with it. */
function IdField({ step, builder }: { readonly step: GraphStep; readonly builder: Builder }) {
  const { t } = useTranslation();
  const id = typeof step.source["id"] === "string" ? step.source["id"] : "";
  const [written, setWritten] = useState(id);
  const [isRefused, setRefused] = useState(false);
  const take = () => {
    if (written === id) return setRefused(false);
    return setRefused(!builder.rename(step.key, written));
  };
  return (
    <TextField
      label={t("builder.id")}
      value={written}
      spellCheck={false}
      aria-invalid={isRefused}
      // Until it is taken, it is not the definition's.
      data-own-undo={written === id ? undefined : true}
      onChange={({ target }) => setWritten(target.value)}
      onBlur={take}
      onKeyDown={({ key }) => {
        if (key === "Enter") take();
      }}
      hint={isRefused ? <span className="text-bad">{t("builder.idTaken")}</span> : t("builder.idHint")}
    />
  );
}

function ToolLink({ toolId }: { readonly toolId: string }) {
  const { data } = useQuery({ ...toolQuery(toolId), staleTime: Number.POSITIVE_INFINITY });
  return (
    <p>
      <Link to="/tools/$toolId" params={{ toolId }} search={{}} target="_blank" className="text-accent underline">
        {data?.name ?? toolId}
      </Link>{" "}
      <span className="text-quiet">{data?.description}</span>
    </p>
  );
}

function WorkflowField({ bound, value }: { readonly bound: Bound; readonly value: string }) {
  const { t } = useTranslation();
  const workflows = rowsOf(useInfiniteQuery(workflowPagesQuery));
  const isListed = value === "" || workflows.some(({ id }) => id === value);
  return (
    <SelectField
      label={t("builder.workflow")}
      value={value}
      onChange={({ target }) => bound.set(append(bound.pointer, "workflowId"), target.value)}
      options={[
        { value: "", label: t("builder.choose") },
        ...(isListed ? [] : [{ value, label: value }]),
        ...workflows.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}

/** Those that the tool's schema has, and whatever else is written. */
function Arguments({
  bound,
  step,
  toolId,
}: {
  readonly bound: Bound;
  readonly step: GraphStep;
  readonly toolId: string | undefined;
}) {
  const { t } = useTranslation();
  const tool = useQuery({
    ...toolQuery(toolId ?? ""),
    enabled: toolId !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [name, setName] = useState("");
  const schema = isObject(tool.data?.inputSchema) ? tool.data.inputSchema : {};
  const properties = propertiesOf(schema);
  const required = requiredOf(schema);
  const held = step.source["arguments"];
  const given: JsonObject = isObject(held) ? held : {};
  const names = [...new Set([...required, ...Object.keys(properties), ...Object.keys(given)])];
  const pointer = append(bound.pointer, "arguments");
  return (
    <section aria-label={t("builder.arguments")} className="flex flex-col gap-3">
      <h3>{t("builder.arguments")}</h3>
      {bound.faults
        .filter((fault) => fault.pointer === pointer)
        .map(({ message }) => (
          <p key={message} className="text-bad text-xs">
            {message}
          </p>
        ))}
      {names.map((argument) => {
        const of = isObject(properties[argument]) ? properties[argument] : {};
        const place = append(pointer, argument);
        const about = [typeOf(of), of["description"]].filter((part) => typeof part === "string").join(" · ");
        return (
          <TemplateField
            key={argument}
            label={required.includes(argument) ? `${argument} *` : argument}
            hint={about}
            value={Object.hasOwn(given, argument) ? given[argument] : undefined}
            change={(value) => bound.set(place, value)}
            options={bound.options}
            isText={typeOf(of) === "string" && !Array.isArray(of["type"])}
            faults={messagesAt(bound.faults, place)}
          />
        );
      })}
      <form
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          bound.set(append(pointer, name), "");
          setName("");
        }}
      >
        <TextField
          className="flex-1"
          label={t("builder.argumentName")}
          value={name}
          data-own-undo
          onChange={({ target }) => setName(target.value)}
        />
        <Button type="submit" disabled={name === "" || Object.hasOwn(given, name)}>
          {t("builder.addArgument")}
        </Button>
      </form>
    </section>
  );
}
