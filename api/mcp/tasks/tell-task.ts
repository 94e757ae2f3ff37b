import type { Server } from "@modelcontextprotocol/server";
import type { Surface } from "../surface.ts";
import { uriOfTask } from "./listened-tasks.ts";
import { legacyTask } from "./task-words.ts";

/** Tells a client of 2025-11-25 how a task stands; true once there will be no more to tell. */
export async function tellStatus(server: Server, { tasks }: Pick<Surface, "tasks">, id: string): Promise<boolean> {
  const task = await tasks?.standing(id);
  if (!task) return true;
  await server.notification({ method: "notifications/tasks/status", params: legacyTask(task) });
  return task.status !== "working";
}

/** The same to listeners of 2026-07-28: the transport makes a task of it again. */
export async function tellListeners(server: Server, id: string): Promise<void> {
  await server.sendResourceUpdated({ uri: uriOfTask(id) });
}
