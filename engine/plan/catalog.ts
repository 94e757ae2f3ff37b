// What a check must know of the tools and workflows that a definition names. The API fills it from the registry; a
// test or the builder from anything.

import type { Json } from "../json.ts";

export interface Signature {
  readonly id: string;
  readonly name: string;
  readonly inputSchema: Json | null;
  readonly outputSchema: Json | null;
}

export type ToolSignature = Signature;

export interface WorkflowSignature extends Signature {
  readonly version: number;
  /** The workflows that it uses, directly or not, as `<workflowId>@<version>`. */
  readonly uses: readonly string[];
  /** How deep they nest: 0 where it uses none. */
  readonly depth: number;
}

export interface Candidate {
  readonly id: string;
  readonly name: string;
}

export interface ToolCatalog {
  /** The tool of this id that the caller may use. */
  find(toolId: string): ToolSignature | undefined;
  /** The tool that `agent/name@version` names. */
  named(reference: string): ToolSignature | undefined;
  /** Every tool worth suggesting where an id is unknown. */
  candidates(): readonly Candidate[];
  /** What a search for the words of an unknown name finds, the best first. */
  found?(name: string): readonly Candidate[];
  /** The workflow of this id that the caller may run. */
  workflow(workflowId: string): WorkflowSignature | undefined;
  /** Every workflow worth suggesting where an id is unknown. */
  workflows?(): readonly Candidate[];
  /** What there is of these: what a definition names only once its certain mends are made. */
  more?(named: Named): Promise<ToolCatalog>;
  /** The id of the workflow that is being defined, where it has one already. */
  readonly definedId?: string;
}

/** What a definition names, however wrong it is: what to fetch before its check. */
export interface Named {
  readonly toolIds: readonly string[];
  readonly tools: readonly string[];
  readonly workflowIds: readonly string[];
}

/** What either knows; where both do, what `first` says. */
export function joined(first: ToolCatalog, second: ToolCatalog): ToolCatalog {
  const orElse = <T>(list: readonly T[], other: readonly T[]) => (list.length > 0 ? list : other);
  return {
    ...first,
    find: (toolId) => first.find(toolId) ?? second.find(toolId),
    named: (reference) => first.named(reference) ?? second.named(reference),
    candidates: () => orElse(first.candidates(), second.candidates()),
    found: (name) => orElse(first.found?.(name) ?? [], second.found?.(name) ?? []),
    workflow: (workflowId) => first.workflow(workflowId) ?? second.workflow(workflowId),
    workflows: () => orElse(first.workflows?.() ?? [], second.workflows?.() ?? []),
  };
}
