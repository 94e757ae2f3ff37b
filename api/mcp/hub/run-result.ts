// What a run comes to, as the result of a call.

import type { CallToolResult } from "@modelcontextprotocol/server";
import type { Run } from "../../runs/run.ts";
import { failedResult, jsonResult, text } from "./tool-result.ts";

/** Under this name in a result's `_meta`: the run that it is of. */
const RUN_META_KEY = "nxscall.com/runId";

/** What came of it, for a model that knows the run by its id. */
export function runResult({ id: runId, status, output, error }: Run): CallToolResult {
  if (status === "success") return jsonResult({ runId, status, output });
  if (error === null) return jsonResult({ runId, status });
  return failedResult(error.code, error.message, {
    runId,
    status,
    ...(error.stepId && { stepId: error.stepId }),
  });
}

/** The run's output as if the workflow were any other tool. */
export function workflowResult(run: Run): CallToolResult {
  const { id, status, output, error } = run;
  const _meta = { [RUN_META_KEY]: id };
  if (status === "success") {
    const isObject = typeof output === "object" && output !== null && !Array.isArray(output);
    const content = [text(typeof output === "string" ? output : JSON.stringify(output))];
    return { content, ...(isObject && { structuredContent: output }), _meta };
  }
  if (status === "cancelled") return { ...failedResult("cancelled", "The run was cancelled."), _meta };
  if (error === null) return { ...runResult(run), _meta };
  const { _meta: fault, ...failed } = failedResult(
    error.code,
    error.message,
    error.stepId ? { stepId: error.stepId } : null,
  );
  return { ...failed, _meta: { ...fault, ..._meta } };
}
