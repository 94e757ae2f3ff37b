// What an MCP endpoint offers to one caller, whatever the protocol's revision: the port between what the hub has (its
// registry, an upstream server, a toolbox) and how a client is served (api/mcp/revisions/, sessions, sockets).
//
// U1. A surface is opened for one caller and shows what that caller may see, nothing else.
// U2. What the caller asked for wrongly is thrown: a Problem, or a ProtocolError where MCP has a code of its own. What
//     went wrong with a tool is a result with `isError`.
// U3. A surface is a plain object. What it keeps with the client (`requestState`) comes back to it from the same caller for
//     the same request, within a quarter of an hour, or not at all.
// U4. A method is there if and only if the surface offers what it is for: capabilities follow from that.

import type {
  CallToolResult,
  ClientCapabilities,
  CompleteRequestParams,
  CompleteResult,
  ContentBlock,
  GetPromptResult,
  Implementation,
  InputRequiredResult,
  LoggingLevel,
  Prompt,
  ReadResourceResult,
  Resource,
  ResourceTemplateType,
  Tool,
} from "@modelcontextprotocol/server";
import type { Json, JsonObject } from "../../engine/json.ts";
import type { Asked } from "../relay/mcp/mcp-caller.ts";

export interface Surface {
  /** Whose endpoint this is, as clients show it. */
  readonly serverInfo: Implementation;
  /** What a model should know before it begins. */
  readonly instructions?: string;

  readonly tools?: Tools;
  readonly resources?: Resources;
  readonly prompts?: Prompts;
  /** Calls that outlast their requests. */
  readonly tasks?: Tasks;
  /** Values for the arguments of prompts and of resource templates. */
  readonly complete?: (asked: CompleteRequestParams, context: CallContext) => Promise<CompleteResult>;

  /**
   * A text that is another one as soon as the subject has changed; null where that cannot be told. Asked every few
   * seconds while somebody listens, so it should cost little.
   */
  stateOf(subject: Subject): Promise<string | null>;
}

/** What a listener may wait for a change of. */
export type Subject =
  | { readonly list: "tools" | "resources" | "prompts" }
  /** One resource, by its URI. */
  | { readonly uri: string }
  /** One task, by its id. */
  | { readonly task: string };

/** The lists that the surface has. */
export function listsOf({ tools, resources, prompts }: Surface): Subject[] {
  return [
    ...(tools ? [{ list: "tools" } as const] : []),
    ...(resources ? [{ list: "resources" } as const] : []),
    ...(prompts ? [{ list: "prompts" } as const] : []),
  ];
}

export interface Tools {
  list(cursor: string | undefined): Promise<Page<"tools", Tool>>;
  call(call: ToolCall, context: CallContext): Promise<CallToolResult | InputRequiredResult | StartedTask>;
}

/**
 * A call that goes on after its answer. Only where the call's `task` allows it. A class, since a result that comes from
 * elsewhere may have any fields.
 */
export class StartedTask {
  readonly task: Task;

  constructor(task: Task) {
    this.task = task;
  }
}

/** Each answers null where the caller has no task of this id. */
export interface Tasks {
  /** The caller's, newest first. */
  list(cursor: string | undefined): Promise<Page<"tasks", ListedTask>>;
  get(id: string): Promise<Task | null>;
  /** The same without what it came to, which takes no more than to look. */
  standing(id: string): Promise<ListedTask | null>;
  /** The task once it has ended, or as it is when the hub does not wait any longer. */
  settled(id: string, context: CallContext): Promise<Task | null>;
  /** One that has ended stays as it is. */
  cancel(id: string): Promise<ListedTask | null>;
}

export type Task = TaskTimes &
  (
    | { readonly status: "working" | "cancelled" }
    /** Also where the tool failed: the result says so. */
    | { readonly status: "completed"; readonly result: CallToolResult }
  );

/** A task without what came of it. */
export type ListedTask = TaskTimes & { readonly status: "working" | "completed" | "failed" | "cancelled" };

interface TaskTimes {
  readonly id: string;
  /** How it stands, for a person. */
  readonly message: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly lastUpdatedAt: string;
}

export interface Resources {
  list(cursor: string | undefined): Promise<Page<"resources", Resource>>;
  listTemplates(cursor: string | undefined): Promise<Page<"resourceTemplates", ResourceTemplateType>>;
  read(
    asked: { readonly uri: string } & Answers,
    context: CallContext,
  ): Promise<ReadResourceResult | InputRequiredResult>;
}

export interface Prompts {
  list(cursor: string | undefined): Promise<Page<"prompts", Prompt>>;
  get(
    asked: { readonly name: string; readonly arguments: Readonly<Record<string, string>> } & Answers,
    context: CallContext,
  ): Promise<GetPromptResult | InputRequiredResult>;
}

/** One page of a list; the same shape as on the wire. */
export type Page<Field extends string, Item> = Paging & { [_ in Field]: Item[] };

export interface Paging {
  /** Absent on the last page. */
  readonly nextCursor?: string;
  /** Since when the list may be an old one: where it comes from did not answer. ISO 8601. */
  readonly staleSince?: string;
  /** For how long the list may be kept, in ms, and by whom; without it: not at all. */
  readonly cache?: { readonly ttlMs: number; readonly scope: "public" | "private" };
}

export interface ToolCall extends Answers {
  readonly name: string;
  readonly arguments: JsonObject;
  /** What the client sent along in `_meta`, without what is the protocol's own. */
  readonly meta: JsonObject;
  /** Whether the client takes a task in place of the result: `always` where it asked for one. */
  readonly task: "never" | "if it lasts" | "always";
}

/** Of a request that comes again, after an `input_required`: what was asked for, and what was to be kept. */
export interface Answers {
  readonly inputResponses?: Readonly<Record<string, unknown>>;
  readonly requestState?: string;
}

/** The request that is being answered, and the client that made it. */
export interface CallContext {
  /** Aborted once the client has cancelled the request, or is gone. */
  readonly signal: AbortSignal;
  readonly client: Client;
  /** Does nothing where the client did not ask for progress. `progress` must grow. */
  progress(update: { progress: number; total?: number; message?: string }): void;
  /** A part of the result that is there before the result: told as progress, to clients that ask for it. */
  partial(item: ContentBlock | Json): void;
  /** Does nothing below the level that the client set. */
  log(level: LoggingLevel, data: Json, logger?: string): void;
  /** Asks the client in the middle of its request; null where it is asked by results alone. */
  readonly ask: ((asked: Asked) => Promise<JsonObject>) | null;
  /** Work that goes on after the answer, such as the log. */
  waitUntil(work: Promise<unknown>): void;
}

export interface Client {
  /** The revision that it is served in. */
  readonly revision: string;
  readonly info: Implementation | undefined;
  readonly capabilities: ClientCapabilities;
}
