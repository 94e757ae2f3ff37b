// A tool of 2025-11-25 that can be called as a task alone (`execution.taskSupport: required`): the call is answered with a
// task, and the task's result is waited for. What the server asks meanwhile comes with that wait. To the caller it is a call like
// any other.

import {
  type CallToolRequest,
  type CallToolResult,
  type Client,
  isSpecType,
  type RequestOptions,
  SdkHttpError,
} from "@modelcontextprotocol/client";
import { z } from "zod";
import { failureOf, notMcp, UpstreamError } from "./failures.ts";

const createdSchema = z.looseObject({ task: z.looseObject({ taskId: z.string() }) });
const anything = z.looseObject({});

const CANCEL_MS = 5_000;

interface TaskOptions extends RequestOptions {
  readonly signal: AbortSignal;
}

/** @param timeoutMs how long anybody wants the result */
export async function callAsTask(
  client: Client,
  params: CallToolRequest["params"],
  timeoutMs: number,
  options: TaskOptions,
): Promise<CallToolResult> {
  const asked = { ...params, task: { ttl: timeoutMs } };
  const { task } = await client.request({ method: "tools/call", params: asked }, createdSchema, options);
  const { taskId } = task;
  const giveUp = () => {
    const cancelling = client.request({ method: "tasks/cancel", params: { taskId } }, anything, { timeout: CANCEL_MS });
    cancelling.catch(() => undefined);
  };
  const { signal } = options;
  signal.addEventListener("abort", giveUp, { once: true });
  if (signal.aborted) giveUp();
  try {
    const asking = client.request({ method: "tasks/result", params: { taskId } }, anything, options);
    const result = await asking.catch((error: unknown) => {
      // The task runs already: a session that is lost now is no reason to call the tool once more.
      throw error instanceof SdkHttpError ? new UpstreamError(failureOf(error), error) : error;
    });
    if (isSpecType.CallToolResult(result)) return { ...result, content: result.content ?? [] };
    throw new UpstreamError(notMcp("a task whose result is none of a tool"));
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
}
