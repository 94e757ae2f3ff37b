// The schema of what a template gives, as far as the schemas of the workflow's input and of the steps' results tell.
// `true`: it may be anything.

import type { Json } from "../json.ts";
import { canonicalText } from "../schema/canonical.ts";
import { Look } from "../schema/look-up.ts";
import type { Schema } from "../schema/normalized.ts";
import type { SchemaReading } from "../schema/reading.ts";
import { isObject } from "../schema/resources.ts";
import { parseTemplate } from "../template/parse.ts";
import type { PathPlaceholder, Segment } from "../template/path.ts";
import { calleeOfStep } from "./callee.ts";
import type { Checking } from "./checking.ts";
import type { DraftStep, Templated } from "./draft.ts";

const STATUS: Schema = { enum: ["success", "failed", "skipped", "cancelled"].map((status) => canonicalText(status)) };
const TEXT: Schema = { type: "string" };
const NOTHING: Schema = { const: canonicalText(null) };

/** There is no cycle among the steps. */
export class Produced {
  readonly #checking: Checking;
  readonly #results = new Map<DraftStep, Promise<Schema>>();

  constructor(checking: Checking) {
    this.#checking = checking;
  }

  /** Of a value of `templated`, or of a part of it. */
  async of(value: Json, templated: Templated): Promise<Schema> {
    if (typeof value === "string") return this.#text(value, templated);
    if (Array.isArray(value)) {
      const prefixItems: Schema[] = [];
      for (const item of value) prefixItems.push(await this.of(item, templated));
      return { type: "array", prefixItems, items: false, minItems: value.length };
    }
    if (!isObject(value)) return { const: canonicalText(value) };
    const schemas: Schema[] = [];
    for (const item of Object.values(value)) schemas.push(await this.of(item, templated));
    const keys = Object.keys(value);
    return { type: "object", properties: { keys, schemas }, required: keys, additionalProperties: false };
  }

  /** Notes what the step gives. */
  async prepare(step: DraftStep | undefined): Promise<void> {
    if (step !== undefined) await this.#result(step);
  }

  /** Of the output of a workflow that has no template for it. */
  async ofLeaves(leaves: readonly DraftStep[]): Promise<Schema> {
    const ids = leaves.flatMap(({ id }) => id ?? []);
    const schemas: Schema[] = [];
    for (const leaf of leaves) if (leaf.id !== undefined) schemas.push(await this.#result(leaf));
    return { type: "object", properties: { keys: ids, schemas }, additionalProperties: false };
  }

  async #text(text: string, templated: Templated): Promise<Schema> {
    if (!text.includes("{{")) return { const: canonicalText(text) };
    const { parts, whole } = parseTemplate(text);
    const [only] = parts;
    if (!whole || only === undefined) return TEXT;
    if (only.kind !== "path") return true;
    const { fallback } = only.placeholder;
    const given = await this.#path(only.placeholder, templated);
    return fallback === undefined || given === true ? given : { anyOf: [given, { const: canonicalText(fallback) }] };
  }

  async #path({ root, path }: PathPlaceholder, templated: Templated): Promise<Schema> {
    const { draft, schemas } = this.#checking;
    const owner = templated.stepId === undefined ? undefined : draft.byId.get(templated.stepId);
    switch (root) {
      case "input":
        return this.#part(this.#root(await schemas.workflowInput()), path);
      case "run":
        return TEXT;
      case "index":
        return { type: "integer", minimum: 0 };
      case "item":
        return owner === undefined ? true : this.#part(await this.#item(owner), path);
      case "steps": {
        const [id, part, ...rest] = path;
        if (part === "status") return STATUS;
        const isUndone = templated.place === "compensate" && id === templated.stepId;
        const producer = draft.duplicatedIds.has(String(id)) ? undefined : draft.byId.get(String(id));
        if (part !== "result" || producer === undefined || (producer === owner && !isUndone)) return true;
        return this.#part(isUndone ? await this.#once(producer) : await this.#result(producer), rest);
      }
    }
  }

  #result(step: DraftStep): Promise<Schema> {
    const known = this.#results.get(step);
    if (known !== undefined) return known;
    const result = this.#whole(step);
    this.#results.set(step, result);
    return result;
  }

  /** All items of a forEach, and what stands in for a failure. */
  async #whole(step: DraftStep): Promise<Schema> {
    const { forEach, onError } = step.source;
    const once = await this.#once(step);
    const { tolerate } = isObject(forEach) ? forEach : {};
    const each: Schema = tolerate === undefined || tolerate === 0 || once === true ? once : { anyOf: [once, NOTHING] };
    const result: Schema = forEach === undefined ? once : { type: "array", items: each };
    const fallback = step.templates.find(({ place }) => place === "fallback");
    if (fallback === undefined) return isObject(onError) ? true : result;
    return result === true ? true : { anyOf: [result, await this.of(fallback.value, fallback)] };
  }

  /** Of the step, or of one item of its forEach. */
  async #once(step: DraftStep): Promise<Schema> {
    const { schemas, catalog } = this.#checking;
    const { wait, handoff } = step.source;
    if (isObject(wait))
      return wait["signal"] === undefined ? NOTHING : this.#inline(step, "wait/schema", wait["schema"]);
    if (isObject(handoff)) return this.#inline(step, "handoff/resultSchema", handoff["resultSchema"]);
    const transform = step.templates.find(({ place }) => place === "transform");
    if (transform !== undefined) return this.of(transform.value, transform);
    const callee = calleeOfStep(step, catalog);
    return callee === undefined ? true : this.#root(await schemas.outputOf(callee));
  }

  async #item(step: DraftStep): Promise<Schema> {
    const items = step.templates.find(({ place }) => place === "items");
    if (items === undefined) return true;
    const list = await this.of(items.value, items);
    if (list === true || list === false || list.prefixItems === undefined) return this.#part(list, [0]);
    return list.prefixItems.length === 0 ? true : { anyOf: list.prefixItems };
  }

  async #inline({ pointer }: DraftStep, place: string, schema: Json | undefined): Promise<Schema> {
    return schema === undefined ? true : this.#root(await this.#checking.schemas.inline(`${pointer}/${place}`, schema));
  }

  #root(reading: SchemaReading | undefined): Schema {
    return reading === undefined ? true : this.#checking.schemas.library.add(reading.normalized);
  }

  #part(schema: Schema, path: readonly Segment[]): Schema {
    return partOf(schema, path, this.#checking);
  }
}

/** The schema of a part of what `schema` describes; `true` where it says nothing of it. */
export function partOf(schema: Schema, path: readonly Segment[], { schemas }: Checking): Schema {
  if (path.length === 0) return schema;
  const look = new Look(schemas.library);
  const parts = look.partsAt([schema], path, schemas.budget);
  return parts === undefined ? true : parts.length === 1 ? (parts[0] ?? true) : { allOf: [...parts] };
}
