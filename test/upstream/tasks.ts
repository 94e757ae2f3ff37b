// A server of 2025-11-25 whose one tool runs as a task alone: `/tasks/<name>/mcp`. Its arguments say how the task goes. A GET of
// `/tasks/<name>` tells what was heard; `/tasks/<name>/create` makes tasks of the calls that wait for it.

import { randomUUID } from "node:crypto";

interface Arguments {
  /** The session is gone when the task's result is asked for. */
  readonly forget?: boolean;
  /** The task goes on until it is cancelled, or the call until it is given up. */
  readonly endless?: "task" | "call";
  /** There is a task once `/create` is asked for. */
  readonly late?: boolean;
  /** How `tasks/cancel` is answered; absent: the task is cancelled. */
  readonly cancel?: "refused" | "unanswered";
}

interface Asked {
  readonly id?: number | string;
  readonly method: string;
  readonly params?: {
    readonly arguments?: Arguments;
    readonly task?: { readonly ttl?: number };
    readonly taskId?: string;
    readonly requestId?: number | string;
  };
}

interface Task extends Arguments {
  readonly sessionId: string;
  readonly end: () => void;
  readonly ended: Promise<void>;
}

class Heard {
  calls = 0;
  /** Of each task, how long anybody wants its result. */
  readonly ttls: (number | null)[] = [];
  /** Whose result was asked for. */
  readonly awaited: string[] = [];
  /** Of a session's own tasks. */
  readonly cancelled: string[] = [];
  /** Calls that have no task yet: that they go on, and that they were given up. */
  waiting = 0;
  givenUp = 0;
}

const heard = new Map<string, Heard>();
const sessions = new Set<string>();
/** Sessions that are forgotten at the next question for a result. */
const forgotten = new Set<string>();
const tasks = new Map<string, Task>();
/** Calls that are given up before there is a task, by session and id. */
const calls = new Map<string, () => void>();
/** Calls that have no task until they are told to, by the server's name. */
const late = new Map<string, (() => void)[]>();

export async function runsTasks(request: Request, [name = "", mcp]: readonly string[]): Promise<Response> {
  const known = heard.get(name) ?? new Heard();
  heard.set(name, known);
  if (mcp === "create") for (const create of late.get(name) ?? []) create();
  if (mcp !== "mcp") return Response.json(known);
  if (request.method !== "POST") return new Response(null, { status: 405 });
  const asked = (await request.json()) as Asked;
  const { id, method, params = {} } = asked;
  if (method === "initialize") {
    const sessionId = randomUUID();
    sessions.add(sessionId);
    return answer(id, begun, { "mcp-session-id": sessionId });
  }
  const sessionId = request.headers.get("mcp-session-id");
  if (sessionId === null) return refusal(id, -32_601, "Method not found");
  if (method === "tasks/result" && forgotten.delete(sessionId)) sessions.delete(sessionId);
  if (!sessions.has(sessionId)) return new Response("There is no such session.", { status: 404 });
  switch (method) {
    case "tools/list":
      return answer(id, { tools: [tool] });
    case "tools/call":
      return begin(asked, sessionId, name, known);
    case "notifications/cancelled":
      calls.get(keyOf(sessionId, params.requestId))?.();
      return new Response(null, { status: 202 });
    case "tasks/result":
    case "tasks/cancel": {
      const task = tasks.get(params.taskId ?? "");
      if (task?.sessionId !== sessionId) return refusal(id, -32_602, "There is no such task.");
      return method === "tasks/result" ? resultOf(asked, task, known) : cancel(asked, task, known);
    }
    default:
      return id === undefined ? new Response(null, { status: 202 }) : refusal(id, -32_601, "Method not found");
  }
}

async function begin({ id, params = {} }: Asked, sessionId: string, name: string, known: Heard): Promise<Response> {
  const how = params.arguments ?? {};
  known.calls += 1;
  known.ttls.push(params.task?.ttl ?? null);
  if (how.endless === "call") {
    known.waiting += 1;
    await new Promise<void>((resolve) => calls.set(keyOf(sessionId, id), resolve));
    known.givenUp += 1;
  }
  if (how.late === true) {
    known.waiting += 1;
    await new Promise<void>((resolve) => late.set(name, [...(late.get(name) ?? []), resolve]));
  }
  if (how.forget === true) forgotten.add(sessionId);
  const taskId = randomUUID();
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  tasks.set(taskId, { ...how, sessionId, ended, end });
  return answer(id, { task: stateOf(taskId, "working") });
}

async function resultOf({ id, params }: Asked, task: Task, known: Heard): Promise<Response> {
  known.awaited.push(params?.taskId ?? "");
  if (task.endless === "task") {
    await task.ended;
    return refusal(id, -32_603, "The task was cancelled.");
  }
  return answer(id, { content: [{ type: "text", text: "done" }] });
}

async function cancel({ id, params: { taskId = "" } = {} }: Asked, task: Task, known: Heard): Promise<Response> {
  known.cancelled.push(taskId);
  if (task.cancel === "refused") return refusal(id, -32_602, "The task cannot be cancelled.");
  if (task.cancel === "unanswered") await new Promise(() => {});
  task.end();
  return answer(id, stateOf(taskId, "cancelled"));
}

const NOW = "2026-01-01T00:00:00Z";
const tool = { name: "act", inputSchema: { type: "object" }, execution: { taskSupport: "required" } };
const begun = {
  protocolVersion: "2025-11-25",
  capabilities: { tools: {}, tasks: { cancel: {}, requests: { tools: { call: {} } } } },
  serverInfo: { name: "tasks", version: "1.0.0" },
};

function stateOf(taskId: string, status: "working" | "cancelled") {
  return { taskId, status, createdAt: NOW, lastUpdatedAt: NOW, ttl: null };
}

function keyOf(sessionId: string, id: Asked["id"]): string {
  return JSON.stringify([sessionId, id]);
}

function answer(id: Asked["id"], result: object, headers: Record<string, string> = {}): Response {
  return Response.json({ jsonrpc: "2.0", id, result }, { headers });
}

function refusal(id: Asked["id"], code: number, message: string): Response {
  return Response.json({ jsonrpc: "2.0", id: id ?? null, error: { code, message } });
}
