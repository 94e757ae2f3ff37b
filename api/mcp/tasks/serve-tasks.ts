// `tasks/list`, `tasks/get`, `tasks/result` and `tasks/cancel` of 2025-11-25; `tasks/get`, `tasks/update` and `tasks/cancel` of
// the extension of 2026-07-28. The SDK frames them and knows no more of them.

import { MissingRequiredClientCapabilityError, ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/server";
import type { CallToolResult, Result, Server, ServerContext } from "@modelcontextprotocol/server";
import { z } from "zod";
import type { Revision } from "../revisions/revision.ts";
import type { CallContext, Task, Tasks } from "../surface.ts";
import { detailedTask, hasTasks, legacyTask, TAKES_TASKS, takesTasks } from "./task-words.ts";

type Answering = (
  ctx: ServerContext,
  answer: (tasks: Tasks, revision: Revision, context: CallContext) => Promise<Result>,
) => Promise<Result>;

const named = { params: z.object({ taskId: z.string().max(200) }) };
const paged = { params: z.object({ cursor: z.string().max(1_000).optional() }) };

export function serveTasks(server: Server, answering: Answering): void {
  server.setRequestHandler("tasks/list", paged, ({ cursor }, ctx) =>
    answering(ctx, async (tasks, revision) => {
      requireTasks(revision);
      const page = await tasks.list(cursor);
      return {
        tasks: page.tasks.map(legacyTask),
        ...(page.nextCursor !== undefined && { nextCursor: page.nextCursor }),
      };
    }),
  );
  server.setRequestHandler("tasks/get", named, ({ taskId }, ctx) =>
    answering(ctx, async (tasks, revision, context) => {
      if (revision.era === "stateless") {
        requireDeclared(context);
        return detailedTask(known(await tasks.get(taskId)));
      }
      requireTasks(revision);
      return legacyTask(known(await tasks.standing(taskId)));
    }),
  );
  server.setRequestHandler("tasks/cancel", named, ({ taskId }, ctx) =>
    answering(ctx, async (tasks, revision, context) => {
      if (revision.era === "stateless") {
        requireDeclared(context);
        known(await tasks.cancel(taskId));
        return {};
      }
      requireTasks(revision);
      if (known(await tasks.standing(taskId)).status !== "working") {
        throw new ProtocolError(ProtocolErrorCode.InvalidParams, "The task has ended: there is nothing to cancel.");
      }
      return legacyTask(known(await tasks.cancel(taskId)));
    }),
  );
  server.setRequestHandler("tasks/result", named, ({ taskId }, ctx) =>
    answering(ctx, async (tasks, revision, context) => {
      requireTasks(revision);
      return resultOf(known(await tasks.settled(taskId, context)));
    }),
  );
  // No task of the hub asks anything of its client, so every answer is to a question that was not put, and is ignored.
  server.setRequestHandler("tasks/update", named, ({ taskId }, ctx) =>
    answering(ctx, async (tasks, revision, context) => {
      if (revision.era !== "stateless") throw new ProtocolError(ProtocolErrorCode.MethodNotFound, "Method not found");
      requireDeclared(context);
      known(await tasks.standing(taskId));
      return {};
    }),
  );
}

function resultOf(task: Task): CallToolResult {
  const _meta = { "io.modelcontextprotocol/related-task": { taskId: task.id } };
  if (task.status === "completed") return { ...task.result, _meta: { ...task.result._meta, ..._meta } };
  if (task.status === "cancelled") throw new ProtocolError(ProtocolErrorCode.InvalidParams, "The task was cancelled.");
  throw new ProtocolError(ProtocolErrorCode.InternalError, "The task is still at work. Ask again, or poll tasks/get.");
}

function known<Known>(task: Known | null): Known {
  if (task !== null) return task;
  throw new ProtocolError(ProtocolErrorCode.InvalidParams, "You have no task of this id.", { code: "not_found" });
}

function requireTasks(revision: Revision): void {
  if (!hasTasks(revision)) throw new ProtocolError(ProtocolErrorCode.MethodNotFound, "Method not found");
}

/** The extension's "Protocol Errors": who did not declare it is told so, whatever the task. */
function requireDeclared({ client }: CallContext): void {
  if (!takesTasks(client.capabilities)) {
    throw new MissingRequiredClientCapabilityError({ requiredCapabilities: TAKES_TASKS });
  }
}
