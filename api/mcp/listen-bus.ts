// Changes for one `subscriptions/listen` request of the current revision, as the SDK takes them: a bus. Nothing is
// looked at unless the request listens.

import { isSpecType } from "@modelcontextprotocol/server";
import type { ServerEvent, ServerEventBus, SubscriptionFilter } from "@modelcontextprotocol/server";
import type { Json } from "../../engine/json.ts";
import type { Subject, Surface } from "./surface.ts";
import { taskOfUri, uriOfTask } from "./tasks/listened-tasks.ts";
import { watch } from "./watch.ts";

export class ListenBus implements ServerEventBus {
  readonly #surface: Surface;
  readonly #body: Json;
  readonly #waitUntil: (work: Promise<unknown>) => void;
  readonly #end: () => Promise<void>;

  /** `end` tells the listener that it has to ask again. */
  constructor(surface: Surface, body: Json, waitUntil: (work: Promise<unknown>) => void, end: () => Promise<void>) {
    this.#surface = surface;
    this.#body = body;
    this.#waitUntil = waitUntil;
    this.#end = end;
  }

  /** Others publish nothing here: changes are found, not told. */
  publish(): void {}

  subscribe(listener: (event: ServerEvent) => void): () => void {
    const subjects = subjectsOf(filterOf(this.#body));
    const watching = watch(
      this.#surface,
      () => subjects,
      (subject) => listener(eventOf(subject)),
    );
    this.#waitUntil(watching.stopped.then(this.#end));
    return watching.stop;
  }
}

/** What is looked at for a filter, as it is served (tasks/listened-tasks.ts). */
export function subjectsOf(filter: SubscriptionFilter): Subject[] {
  return [
    ...(filter.toolsListChanged ? [{ list: "tools" } as const] : []),
    ...(filter.resourcesListChanged ? [{ list: "resources" } as const] : []),
    ...(filter.promptsListChanged ? [{ list: "prompts" } as const] : []),
    ...(filter.resourceSubscriptions ?? []).map(subjectOf),
  ];
}

function subjectOf(uri: string): Subject {
  const task = taskOfUri(uri);
  return task === null ? { uri } : { task };
}

const LIST_EVENTS = {
  tools: "tools_list_changed",
  resources: "resources_list_changed",
  prompts: "prompts_list_changed",
} as const;

function eventOf(subject: Subject): ServerEvent {
  if ("list" in subject) return { kind: LIST_EVENTS[subject.list] };
  return { kind: "resource_updated", uri: "uri" in subject ? subject.uri : uriOfTask(subject.task) };
}

/** What a `subscriptions/listen` request asks for; nothing where it is none. */
export function filterOf(body: Json): SubscriptionFilter {
  return isSpecType.SubscriptionsListenRequest(body) ? body.params.notifications : {};
}
