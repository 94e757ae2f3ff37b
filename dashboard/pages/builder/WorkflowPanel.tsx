import { WORKFLOW_FIELDS } from "./fields.ts";
import { Fields } from "./Fields.tsx";
import type { Builder } from "./use-builder.ts";
import { useOptions } from "./use-options.ts";

/** What is the workflow's own: shown while no step is chosen. */
export function WorkflowPanel({ builder }: { readonly builder: Builder }) {
  const { definition, graph, set, diagnostics, results } = builder;
  const options = useOptions(definition, graph, undefined, results.values);
  return (
    <Fields
      specs={WORKFLOW_FIELDS}
      definition={definition}
      pointer=""
      set={set}
      options={options}
      faults={diagnostics}
    />
  );
}
