// What a definition gives names to: what a template of it can be meant to refer to.

import type { Json } from "../../json.ts";
import { isObject } from "../../schema/resources.ts";
import { calleeOfStep } from "../callee.ts";
import type { ToolCatalog } from "../catalog.ts";
import type { Draft } from "../draft.ts";

export interface Names {
  readonly steps: ReadonlySet<string>;
  /** The properties that inputSchema declares. */
  readonly inputs: ReadonlySet<string>;
  /** Whether the step's result has a part of this name, for all that its outputSchema says. */
  hasPart(stepId: string, name: string): boolean;
  /** The step that is undone where the template is. */
  readonly undone?: string;
  /** What the forEach around the template calls its item, in the way of other formats. */
  readonly item?: string;
}

export function namesOf({ draft, catalog }: { draft: Draft; catalog: ToolCatalog }): Names {
  const { byId, source } = draft;
  return {
    steps: new Set(byId.keys()),
    inputs: new Set(propertiesOf(source["inputSchema"])),
    hasPart(stepId, name) {
      const step = byId.get(stepId);
      const callee = step === undefined ? undefined : calleeOfStep(step, catalog);
      return propertiesOf(callee?.outputSchema ?? undefined).includes(name);
    },
  };
}

function propertiesOf(schema: Json | undefined): string[] {
  const properties = isObject(schema) ? schema["properties"] : undefined;
  return isObject(properties) ? Object.keys(properties) : [];
}
