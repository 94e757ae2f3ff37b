// What a run comes to, as the result of a call.

import type { CallToolResult } from "@modelcontextprotocol/server";
import { MAX_RESULT_BYTES } from "../../relay/result.ts";
import type { Run } from "../../runs/run.ts";
import { largeOutputs, weighsAtMost, withWholeOutput } from "../../runs/whole-output.ts";
import type { Principal } from "../../keys/principal.ts";
import type { Services } from "../../services.ts";
import { failedResult, jsonResult, text } from "./tool-result.ts";

/** Under this name in a result's `_meta`: the run that it is of. */
const RUN_META_KEY = "nxscall.com/runId";

/** The run with its output whole, where that is no more than a tool may answer. */
export function answerable(services: Services, caller: Principal, run: Run): Promise<Run> {
  return withWholeOutput(services, caller, run, MAX_RESULT_BYTES);
}

/** Whether that is so, without looking for it. */
export function isAnswerable(run: Run): boolean {
  return weighsAtMost(run, MAX_RESULT_BYTES);
}

/** What came of it, for a model that knows the run by its id. */
export function runResult(run: Run): CallToolResult {
  const { id: runId, status, output, error } = run;
  const largeValues = largeOutputs(run);
  if (status === "success") {
    return jsonResult({ runId, status, output, ...(largeValues.length > 0 && { largeValues }) });
  }
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
  const largeValues = largeOutputs(run);
  if (largeValues.length > 0) {
    const message = `The run succeeded, but its output is larger than the ${MAX_RESULT_BYTES} bytes that a tool answers. Read it by these URLs.`;
    const told = { runId: id, largeValues };
    const { _meta: fault, ...failed } = failedResult("response_too_large", message, told);
    return { ...failed, _meta: { ...fault, ..._meta } };
  }
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
