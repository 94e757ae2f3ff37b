// A tool of 2025-11-25 that can be called as a task alone (`execution.taskSupport: required`): the call is answered with a
// task, and the task's result is waited for. What the server asks meanwhile comes with that wait. To the caller it is a call like
// any other. Given up, it is cancelled as a task (the revision's "Task Cancellation"), and so it is where the server says only
// afterwards which task it made of the call.

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
/** A call that was given up before there was a task is waited for so long, so that the task can be cancelled. */
const LATE_MS = 5_000;

interface TaskOptions extends RequestOptions {
  readonly signal: AbortSignal;
  /** For what is left to do when nobody waits any more. */
  readonly waitUntil: (work: Promise<unknown>) => void;
}

type Params = CallToolRequest["params"];

/** @param timeoutMs how long anybody wants the result */
export async function callAsTask(
  client: Client,
  params: Params,
  timeoutMs: number,
  { waitUntil, ...options }: TaskOptions,
): Promise<CallToolResult> {
  const { signal } = options;
  const over = Promise.withResolvers<void>();
  const outlive = () => waitUntil(over.promise);
  signal.addEventListener("abort", outlive, { once: true });
  try {
    const taskId = await create(client, { ...params, task: { ttl: timeoutMs } }, options);
    return await resultOf(client, taskId, options);
  } finally {
    signal.removeEventListener("abort", outlive);
    over.resolve();
  }
}

/** The id of the task, also where it comes late. */
async function create(
  client: Client,
  params: Params & { readonly task: { readonly ttl: number } },
  { signal, ...options }: RequestOptions & { readonly signal: AbortSignal },
): Promise<string> {
  signal.throwIfAborted();
  const tooLate = new AbortController();
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const giveUp = () => {
    waiting = setTimeout(() => tooLate.abort(signal.reason), LATE_MS);
  };
  signal.addEventListener("abort", giveUp, { once: true });
  try {
    const asked = { method: "tools/call", params };
    const { task } = await client.request(asked, createdSchema, { ...options, signal: tooLate.signal });
    return task.taskId;
  } finally {
    clearTimeout(waiting);
    signal.removeEventListener("abort", giveUp);
  }
}

async function resultOf(
  client: Client,
  taskId: string,
  options: RequestOptions & { readonly signal: AbortSignal },
): Promise<CallToolResult> {
  const { signal } = options;
  let cancelled: Promise<unknown> = Promise.resolve();
  const cancel = () => {
    const asked = { method: "tasks/cancel", params: { taskId } };
    cancelled = client.request(asked, anything, { timeout: CANCEL_MS }).catch(() => undefined);
  };
  signal.addEventListener("abort", cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    signal.throwIfAborted();
    const asking = client.request({ method: "tasks/result", params: { taskId } }, anything, options);
    const result = await asking.catch((error: unknown) => {
      // The task runs already: a session that is lost now is no reason to call the tool once more.
      throw error instanceof SdkHttpError ? new UpstreamError(failureOf(error), error) : error;
    });
    if (isSpecType.CallToolResult(result)) return { ...result, content: result.content ?? [] };
    throw new UpstreamError(notMcp("a task whose result is none of a tool"));
  } finally {
    signal.removeEventListener("abort", cancel);
    // The connection stays open until the server has been told.
    await cancelled;
  }
}
