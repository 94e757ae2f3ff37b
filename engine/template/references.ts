// Everything that the templates of a value refer to, and everything that is wrong with them, before any run.

import type { Json } from "../json.ts";
import { append } from "../schema/pointer.ts";
import { compileCost, compileExpression } from "./expression.ts";
import { type LocalFault, localFault, type TemplateFault } from "./fault.ts";
import { EXPRESSION_FUEL } from "./limits.ts";
import { hasPlaceholder, parseTemplate, type TemplatePart } from "./parse.ts";
import type { Root } from "./path.ts";

export interface Reference {
  /** RFC 6901, from the inspected value. */
  readonly pointer: string;
  readonly root: Root;
  /**
   * After the root; for steps the first is the step's id. In an expression: the names up to the first part that
   * is none, and a name may go through a list to its items.
   */
  readonly path: (string | number)[];
  /** It may be missing: `?` or `??`, in an expression also `?:` and `$exists`. */
  readonly optional: boolean;
  readonly tier: "path" | "expression";
  /** The string is exactly this placeholder. */
  readonly whole: boolean;
}

/** More faults than anyone reads at once. */
const MAX_FAULTS = 100;

export function inspect(value: Json): { references: Reference[]; faults: TemplateFault[] } {
  const inspection = new Inspection();
  inspection.visit(value, "");
  const { references, faults } = inspection;
  return { references, faults };
}

class Inspection {
  readonly references: Reference[] = [];
  readonly faults: TemplateFault[] = [];
  #fuel = EXPRESSION_FUEL;

  /** Not recursive: what is inspected has not been checked for its depth yet. */
  visit(root: Json, at: string): void {
    const todo: [Json, string][] = [[root, at]];
    for (let next = todo.pop(); next && this.faults.length < MAX_FAULTS; next = todo.pop()) {
      const [value, pointer] = next;
      if (typeof value === "string") this.#inspectString(value, pointer);
      else if (value !== null && typeof value === "object") {
        const children = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
        for (const [key, child] of children.toReversed()) todo.push([child, append(pointer, key)]);
      }
    }
  }

  #inspectString(text: string, pointer: string): void {
    if (!hasPlaceholder(text)) return;
    const { parts, whole } = parseTemplate(text);
    for (const part of parts) this.#inspectPart(part, whole, pointer);
  }

  #inspectPart(part: TemplatePart, whole: boolean, pointer: string): void {
    switch (part.kind) {
      case "text":
        break;
      case "fault":
        this.#fault(part.fault, pointer);
        break;
      case "path": {
        const { root, path, fallback } = part.placeholder;
        this.references.push({ pointer, root, path: [...path], optional: fallback !== undefined, tier: "path", whole });
        break;
      }
      case "expression":
        this.#inspectExpression(part.source, whole, pointer);
    }
  }

  #inspectExpression(source: string, whole: boolean, pointer: string): void {
    this.#fuel -= compileCost(source);
    if (this.#fuel < 0) {
      this.#fault(
        localFault("too_costly", "There are too many expressions here.", "Move some into other steps."),
        pointer,
      );
      return;
    }
    const { references, faults } = compileExpression(source);
    for (const fault of faults) this.#fault(fault, pointer);
    for (const { root, path, optional } of references) {
      this.references.push({ pointer, root, path: [...path], optional, tier: "expression", whole });
    }
  }

  #fault(fault: LocalFault, pointer: string): void {
    if (this.faults.length < MAX_FAULTS) this.faults.push({ ...fault, pointer });
  }
}
