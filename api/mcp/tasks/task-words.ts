// Tasks in the words of the two revisions that have them: 2025-11-25 as an experiment of the protocol itself, asked for by
// the client with each call; 2026-07-28 as the extension `io.modelcontextprotocol/tasks`, where the server decides. Neither
// knows the hub to forget one: a run is kept.

import type { CallToolResult, ClientCapabilities } from "@modelcontextprotocol/server";
import type { Json } from "../../../engine/json.ts";
import { field } from "../message-parts.ts";
import type { Revision } from "../revisions/revision.ts";
import type { CallContext, ListedTask, Task, ToolCall } from "../surface.ts";

const EXTENSION = "io.modelcontextprotocol/tasks";
const POLL_EVERY_MS = 1_000;

/** Each era reads its own. */
export const TASK_CAPABILITIES = {
  tasks: { list: {}, cancel: {}, requests: { tools: { call: {} } } },
  extensions: { [EXTENSION]: {} },
};

/** What a client of 2026-07-28 has to declare. */
export const TAKES_TASKS = { extensions: { [EXTENSION]: {} } } satisfies ClientCapabilities;

export function takesTasks({ extensions = {} }: ClientCapabilities): boolean {
  return Object.hasOwn(extensions, EXTENSION);
}

/** The same of capabilities that nobody has checked. */
export function declaresTasks(capabilities: Json | undefined): boolean {
  return field(field(capabilities ?? null, "extensions") ?? null, EXTENSION) !== undefined;
}

/** What the client of a call takes. */
export function taskWish(params: object, revision: Revision, { client }: CallContext): ToolCall["task"] {
  if (revision.era === "stateless") return takesTasks(client.capabilities) ? "if it lasts" : "never";
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
  return { content, task: legacyTask(listedTask(task)) };
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

/** As 2025-11-25 counts: there, a tool that failed has a failed task. */
export function listedTask(task: Task): ListedTask {
  const { id, message, createdAt, lastUpdatedAt } = task;
  const hasFailed = task.status === "completed" && task.result.isError === true;
  return { id, message, createdAt, lastUpdatedAt, status: hasFailed ? "failed" : task.status };
}

/** Of 2025-11-25. */
export function legacyTask({ id, message, status, createdAt, lastUpdatedAt }: ListedTask) {
  const times = { createdAt, lastUpdatedAt, ttl: null, pollInterval: POLL_EVERY_MS };
  return { taskId: id, status, statusMessage: message, ...times };
}
