// A template over a context that its author gives.

import type { Json } from "../../engine/json.ts";
import { tokensOf, valueAt } from "../../engine/schema/pointer.ts";
import type { TemplateFault } from "../../engine/template/fault.ts";
import { parseTemplate } from "../../engine/template/parse.ts";
import { inspect } from "../../engine/template/references.ts";
import { render } from "../../engine/template/render.ts";
import type { Scope } from "../../engine/template/scope.ts";

export interface PlacedFault extends TemplateFault {
  /** Where the placeholder begins in its text, counted from 0; absent: it cannot be told. */
  readonly position?: number;
}

export type Evaluated =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly faults: readonly PlacedFault[] };

/** Never throws for what is wrong with the template, or with the context. */
export async function evaluateTemplate(template: Json, scope: Scope): Promise<Evaluated> {
  const { faults } = inspect(template);
  if (faults.length > 0) return { ok: false, faults: faults.map((fault) => placed(fault, template)) };
  const rendered = await render(template, scope);
  return rendered.ok ? rendered : { ok: false, faults: [placed(rendered.fault, template)] };
}

function placed(fault: TemplateFault, template: Json): PlacedFault {
  const text = valueAt(template, tokensOf(fault.pointer));
  if (typeof text !== "string") return fault;
  const position = positionIn(text, fault);
  return position === undefined ? fault : { ...fault, position };
}

/** Of the placeholder that has the fault: the first faulty one, or the only one. */
function positionIn(text: string, { message }: TemplateFault): number | undefined {
  const { parts } = parseTemplate(text);
  const faulty = parts.find((part) => part.kind === "fault" && part.fault.message === message);
  if (faulty?.kind === "fault") return text.indexOf(faulty.written);
  const placeholders = parts.filter(({ kind }) => kind !== "text");
  return placeholders.length === 1 ? text.indexOf("{{") : undefined;
}
