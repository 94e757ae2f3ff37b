// Tasks in the words of the two revisions that have them: 2025-11-25 as an experiment of the protocol itself, asked for by
// the client with each call; 2026-07-28 as the extension `io.modelcontextprotocol/tasks`, where the server decides. Neither
// knows the hub to forget one: a run is kept.

import type { CallToolResult } from "@modelcontextprotocol/server";
import type { Revision } from "../revisions/revision.ts";
import type { CallContext, Task, ToolCall } from "../surface.ts";

const EXTENSION = "io.modelcontextprotocol/tasks";
const POLL_EVERY_MS = 1_000;

/** Each era reads its own. */
export const TASK_CAPABILITIES = {
  tasks: { cancel: {}, requests: { tools: { call: {} } } },
  extensions: { [EXTENSION]: {} },
};

/** What the client of a call takes. */
export function taskWish(params: object, revision: Revision, { client }: CallContext): ToolCall["task"] {
  if (revision.era === "stateless") {
    return Object.hasOwn(client.capabilities.extensions ?? {}, EXTENSION) ? "if it lasts" : "never";
  }
  return hasTasks(revision) && "task" in params && params.task !== undefined ? "always" : "never";
}

/** Of the revisions with sessions, the one that has tasks. */
export function hasTasks({ version }: Revision): boolean {
  return version === "2025-11-25";
}

/** The answer to a call that goes on. */
export function startedTask(task: Task, revision: Revision): CallToolResult {
  // The SDK wants every answer to a call to have content; a client that takes tasks looks at the task.
  const content: CallToolResult["content"] = [];
  if (revision.era === "stateless") return { content, resultType: "task", ...shownTask(task) };
  return { content, task: legacyTask(task) };
}

/** Of 2026-07-28. */
export function shownTask({ id, message, status, createdAt, lastUpdatedAt }: Task) {
  const times = { createdAt, lastUpdatedAt, ttlMs: null, pollIntervalMs: POLL_EVERY_MS };
  return { taskId: id, status, statusMessage: message, ...times };
}

/** The same with what came of it. */
export function detailedTask(task: Task) {
  return { ...shownTask(task), ...(task.status === "completed" && { result: task.result }) };
}

/** Of 2025-11-25, where a tool that failed has a failed task. */
export function legacyTask(task: Task) {
  const { id, message, createdAt, lastUpdatedAt } = task;
  const hasFailed = task.status === "completed" && task.result.isError === true;
  const times = { createdAt, lastUpdatedAt, ttl: null, pollInterval: POLL_EVERY_MS };
  return { taskId: id, status: hasFailed ? "failed" : task.status, statusMessage: message, ...times };
}
