// Tasks among what a listener of 2026-07-28 is told of (the tasks extension, "Task Status Notifications"). The SDK's listeners
// know lists and resources alone, so on its way to them the id of a task is a URI, and on the way back it is a task again.

import {
  CLIENT_CAPABILITIES_META_KEY,
  isJSONRPCNotification,
  type JSONRPCMessage,
  type JSONRPCNotification,
  MissingRequiredClientCapabilityError,
} from "@modelcontextprotocol/server";
import type { Json, JsonObject } from "../../../engine/json.ts";
import { MAX_LISTENED } from "../changes.ts";
import { field, methodOf } from "../message-parts.ts";
import type { Surface, Tasks } from "../surface.ts";
import { declaresTasks, detailedTask, TAKES_TASKS } from "./task-words.ts";

/** No resource of the hub has such a URI. */
const SCHEME = "nexuscall-task:";

export function uriOfTask(id: string): string {
  return `${SCHEME}${id}`;
}

/** The id of the task that a URI stands for; null where it is a resource's. */
export function taskOfUri(uri: string): string | null {
  return uri.startsWith(SCHEME) ? uri.slice(SCHEME.length) : null;
}

/**
 * A `subscriptions/listen` request as it is served: with the caller's own tasks as URIs, and not more than the hub looks at.
 * Throws -32021 where tasks are asked for by a client that did not declare them. Any other message stays as it is.
 */
export async function asServed(message: Json, { tasks }: Pick<Surface, "tasks">): Promise<Json> {
  const params = methodOf(message) === "subscriptions/listen" ? field(message, "params") : undefined;
  const wanted = field(params ?? null, "notifications");
  if (!isObject(message) || !isObject(params) || !isObject(wanted)) return message;
  const { taskIds, resourceSubscriptions, ...lists } = wanted;
  const ids = textsIn(taskIds);
  const capabilities = field(params["_meta"] ?? null, CLIENT_CAPABILITIES_META_KEY);
  if (ids.length > 0 && !declaresTasks(capabilities)) {
    throw new MissingRequiredClientCapabilityError({ requiredCapabilities: TAKES_TASKS });
  }
  const own = await Promise.all(
    ids.slice(0, MAX_LISTENED).map(async (id) => ((await tasks?.standing(id)) ? [uriOfTask(id)] : [])),
  );
  const resources = textsIn(resourceSubscriptions).filter((uri) => taskOfUri(uri) === null);
  const uris = [...resources.slice(0, MAX_LISTENED), ...own.flat()];
  const notifications = {
    ...lists,
    ...(resourceSubscriptions !== undefined || uris.length > 0 ? { resourceSubscriptions: uris } : {}),
  };
  return { ...message, params: { ...params, notifications } };
}

/** What goes out to a listener, with the tasks in it as tasks; null where there is nothing to say. */
export async function asTold(message: JSONRPCMessage, tasks: Tasks | undefined): Promise<JSONRPCMessage | null> {
  if (!isJSONRPCNotification(message)) return message;
  if (message.method === "notifications/subscriptions/acknowledged") return acknowledged(message);
  if (message.method !== "notifications/resources/updated") return message;
  const { uri, ...params } = message.params ?? {};
  const id = typeof uri === "string" ? taskOfUri(uri) : null;
  if (id === null) return message;
  const task = await tasks?.get(id);
  if (!task) return null;
  return { jsonrpc: "2.0", method: "notifications/tasks", params: { ...params, ...detailedTask(task) } };
}

function acknowledged(message: JSONRPCNotification): JSONRPCNotification {
  const { notifications, ...params } = message.params ?? {};
  const { resourceSubscriptions, ...lists } = isObject(notifications) ? notifications : {};
  const uris = textsIn(resourceSubscriptions);
  const taskIds = uris.flatMap((uri) => taskOfUri(uri) ?? []);
  if (taskIds.length === 0) return message;
  const resources = uris.filter((uri) => taskOfUri(uri) === null);
  const told = { ...lists, ...(resources.length > 0 && { resourceSubscriptions: resources }), taskIds };
  return { ...message, params: { ...params, notifications: told } };
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? [...new Set(value.filter((one) => typeof one === "string"))] : [];
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
