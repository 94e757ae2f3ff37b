// Names that people and models give to a field, taken from other workflow formats; spelling alone would not
// lead from them to ours.

export const STEP_FIELD_BY_OTHER_NAME: ReadonlyMap<string, string> = new Map([
  ["name", "id"],
  ["stepId", "id"],
  ["key", "id"],
  ["action", "toolId"],
  ["uses", "toolId"],
  ["toolName", "toolId"],
  ["function", "toolId"],
  ["args", "arguments"],
  ["params", "arguments"],
  ["parameters", "arguments"],
  ["input", "arguments"],
  ["inputs", "arguments"],
  ["with", "arguments"],
  ["workflow", "workflowId"],
  ["subWorkflow", "workflowId"],
  ["if", "when"],
  ["condition", "when"],
  ["loop", "forEach"],
  ["map", "forEach"],
  ["foreach", "forEach"],
  ["withItems", "forEach"],
  ["sleep", "wait"],
  ["delay", "wait"],
  ["catch", "onError"],
  ["onFailure", "onError"],
  ["undo", "compensate"],
  ["rollback", "compensate"],
  ["set", "transform"],
  ["value", "transform"],
  ["needs", "dependsOn"],
  ["after", "dependsOn"],
  ["requires", "dependsOn"],
  ["dependencies", "dependsOn"],
  ["retries", "retry"],
  ["retryPolicy", "retry"],
  ["timeout", "timeoutMs"],
  ["timeoutSeconds", "timeoutMs"],
]);

export const RETRY_FIELD_BY_OTHER_NAME: ReadonlyMap<string, string> = new Map([
  ["attempts", "maxAttempts"],
  ["maxRetries", "maxAttempts"],
  ["limit", "maxAttempts"],
  ["delay", "initialDelayMs"],
  ["delayMs", "initialDelayMs"],
  ["backoffMs", "initialDelayMs"],
  ["strategy", "backoff"],
  ["maxDelay", "maxDelayMs"],
]);

export const WAIT_FIELD_BY_OTHER_NAME: ReadonlyMap<string, string> = new Map([
  ["seconds", "ms"],
  ["duration", "ms"],
  ["durationMs", "ms"],
  ["delayMs", "ms"],
  ["event", "signal"],
  ["time", "until"],
  ["timeout", "timeoutMs"],
  ["form", "schema"],
]);

export const FOR_EACH_FIELD_BY_OTHER_NAME: ReadonlyMap<string, string> = new Map([
  ["in", "items"],
  ["list", "items"],
  ["over", "items"],
  ["maxConcurrency", "concurrency"],
  ["parallel", "concurrency"],
  ["toleratedFailures", "tolerate"],
]);

export const HANDOFF_FIELD_BY_OTHER_NAME: ReadonlyMap<string, string> = new Map([
  ["to", "toAgentId"],
  ["agent", "toAgentId"],
  ["agentId", "toAgentId"],
  ["schema", "resultSchema"],
  ["outputSchema", "resultSchema"],
  ["input", "context"],
  ["timeout", "timeoutMs"],
  ["escalation", "escalateTo"],
  ["fallback", "escalateTo"],
]);

export const WORKFLOW_FIELD_BY_OTHER_NAME: ReadonlyMap<string, string> = new Map([
  ["title", "name"],
  ["tasks", "steps"],
  ["nodes", "steps"],
  ["jobs", "steps"],
  ["input", "inputSchema"],
  ["inputs", "inputSchema"],
  ["parameters", "inputSchema"],
  ["outputs", "output"],
  ["result", "output"],
  ["onError", "errorStrategy"],
  ["onFailure", "errorStrategy"],
  ["timeout", "timeoutMs"],
  ["timeoutSeconds", "timeoutMs"],
]);
