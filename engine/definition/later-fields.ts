// Fields that the format will have (docs: the definition), so that using one is answered by name and not as a typo.

export const LATER_STEP_FIELDS: ReadonlySet<string> = new Set([
  "tool",
  "workflowId",
  "handoff",
  "wait",
  "transform",
  "when",
  "forEach",
  "onError",
  "compensate",
]);

/** The later fields that say what a step does, in place of `toolId`. */
export const LATER_STEP_KINDS: ReadonlySet<string> = new Set(["tool", "workflowId", "handoff", "wait", "transform"]);

export const LATER_WORKFLOW_FIELDS: ReadonlySet<string> = new Set(["outputSchema", "concurrency"]);

export const LATER_ERROR_STRATEGIES: ReadonlySet<string> = new Set(["compensate"]);
