// A surface as a server of the SDK: each method of the protocol is a call of the surface, in the words of the
// revision that the client speaks.

import {
  isInputRequiredResult,
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  Server,
} from "@modelcontextprotocol/server";
import type { ServerCapabilities, ServerContext } from "@modelcontextprotocol/server";
import type { JsonObject } from "../../engine/json.ts";
import type { SpanExporter } from "../telemetry/exporter.ts";
import { callContext } from "./call-context.ts";
import { inRequestSpan } from "./request-span.ts";
import { protocolError } from "./refusal.ts";
import { REVISION_VERSIONS, revisionOf } from "./revisions/revisions.ts";
import type { Revision } from "./revisions/revision.ts";
import { type Answers, type CallContext, type Paging, StartedTask, type Surface } from "./surface.ts";
import { serveTasks } from "./tasks/serve-tasks.ts";
import { startedTask, TASK_CAPABILITIES, taskWish } from "./tasks/task-words.ts";

export interface Serving {
  /** What the capabilities follow from. */
  readonly surface: Surface;
  /** The surface for one request: its caller may show another key than the one before. */
  readonly surfaceFor: (ctx: ServerContext) => Surface | Promise<Surface>;
  /** The methods that it will be asked; absent: any. Of a server for one request, the others' handlers are left out. */
  readonly methods?: readonly string[];
  /** The revision of a client that no handshake and no envelope told of. */
  readonly assumedRevision?: string | undefined;
  readonly waitUntil: (work: Promise<unknown>) => void;
  /** Where spans go; null: nowhere. */
  readonly exporter: SpanExporter | null;
  /** Whether the client can be told of changes at all. */
  readonly listens: boolean;
  /** What a client with a session, or a socket, wants to be told of. */
  readonly wishes?: Wishes;
}

export interface Wishes {
  subscribe(uri: string): void;
  unsubscribe(uri: string): void;
  /** A task that the client has just been given. */
  follow(taskId: string): void;
}

export function buildServer(serving: Serving): Server {
  const { surface, methods } = serving;
  const isAsked = (family: string) => methods === undefined || methods.some((method) => method.startsWith(family));
  const server = new RevisedServer(surface.serverInfo, {
    capabilities: capabilitiesOf(serving),
    ...(surface.instructions !== undefined && { instructions: surface.instructions }),
    supportedProtocolVersions: [...REVISION_VERSIONS],
  });

  /** Answers one request: `answer` gets the surface for its caller. */
  async function answering<Result>(
    ctx: ServerContext,
    answer: (surface: Surface, revision: Revision, context: CallContext) => Promise<Result>,
  ): Promise<Result> {
    const revision = revisionOf(server.getNegotiatedProtocolVersion() ?? serving.assumedRevision);
    try {
      const context = callContext(server, ctx, revision.version, serving.waitUntil);
      return await inRequestSpan(serving, ctx, revision.version, async () =>
        answer(await serving.surfaceFor(ctx), revision, context),
      );
    } catch (error) {
      throw protocolError(error, ctx.mcpReq.method);
    }
  }

  if (surface.tools && isAsked("tools/")) {
    server.setRequestHandler("tools/list", ({ params }, ctx) =>
      answering(ctx, async ({ tools }, revision) => {
        const page = await offered(tools).list(params?.cursor);
        return { ...listed(page, revision), tools: page.tools.map(revision.tool) };
      }),
    );
    server.setRequestHandler("tools/call", ({ params }, ctx) =>
      answering(ctx, async ({ tools }, revision, context) => {
        const { name, arguments: args = {} } = params;
        const task = surface.tasks === undefined ? ("never" as const) : taskWish(params, revision, context);
        const call = { name, arguments: args as JsonObject, meta: metaOf(ctx), task, ...answersOf(ctx) };
        const result = await offered(tools).call(call, context);
        if (result instanceof StartedTask) {
          if (task === "always") serving.wishes?.follow(result.task.id);
          return startedTask(result.task, revision);
        }
        return isInputRequiredResult(result) ? result : revision.result(result);
      }),
    );
  }

  if (surface.resources && isAsked("resources/")) {
    server.setRequestHandler("resources/list", ({ params }, ctx) =>
      answering(ctx, async ({ resources }, revision) => {
        const page = await offered(resources).list(params?.cursor);
        return { ...listed(page, revision), resources: page.resources.map(revision.resource) };
      }),
    );
    server.setRequestHandler("resources/templates/list", ({ params }, ctx) =>
      answering(ctx, async ({ resources }, revision) => {
        const page = await offered(resources).listTemplates(params?.cursor);
        return { ...listed(page, revision), resourceTemplates: page.resourceTemplates.map(revision.template) };
      }),
    );
    server.setRequestHandler("resources/read", ({ params }, ctx) =>
      answering(ctx, ({ resources }, _revision, context) =>
        offered(resources).read({ uri: params.uri, ...answersOf(ctx) }, context),
      ),
    );
    const { wishes } = serving;
    if (wishes) {
      server.setRequestHandler("resources/subscribe", ({ params: { uri } }, ctx) =>
        answering(ctx, async (opened) => {
          if ((await opened.stateOf({ uri })) === null) throw new ResourceNotFoundError(uri);
          wishes.subscribe(uri);
          return {};
        }),
      );
      server.setRequestHandler("resources/unsubscribe", ({ params: { uri } }) => {
        wishes.unsubscribe(uri);
        return {};
      });
    }
  }

  if (surface.prompts && isAsked("prompts/")) {
    server.setRequestHandler("prompts/list", ({ params }, ctx) =>
      answering(ctx, async ({ prompts }, revision) => {
        const page = await offered(prompts).list(params?.cursor);
        return { ...listed(page, revision), prompts: page.prompts.map(revision.prompt) };
      }),
    );
    server.setRequestHandler("prompts/get", ({ params }, ctx) =>
      answering(ctx, ({ prompts }, _revision, context) => {
        const { name, arguments: args = {} } = params;
        return offered(prompts).get({ name, arguments: args, ...answersOf(ctx) }, context);
      }),
    );
  }

  if (surface.tasks && isAsked("tasks/")) {
    serveTasks(server, (ctx, answer) =>
      answering(ctx, ({ tasks }, revision, context) => answer(offered(tasks), revision, context)),
    );
  }

  if (surface.complete && isAsked("completion/")) {
    server.setRequestHandler("completion/complete", ({ params }, ctx) =>
      answering(ctx, async ({ complete }, _revision, context) => offered(complete)(params, context)),
    );
  }
  return server;
}

/** Tells of each capability to clients alone whose revision has it. */
class RevisedServer extends Server {
  override getCapabilities(): ServerCapabilities {
    const version = this.getNegotiatedProtocolVersion();
    const all = super.getCapabilities();
    return version === undefined ? all : revisionOf(version).capabilities(all);
  }
}

function capabilitiesOf({ surface, listens }: Serving): ServerCapabilities {
  const listChanged = listens;
  return {
    ...(surface.tools && { tools: { listChanged } }),
    ...(surface.resources && { resources: { listChanged, subscribe: listens } }),
    ...(surface.prompts && { prompts: { listChanged } }),
    ...(surface.complete && { completions: {} }),
    ...(surface.tasks && TASK_CAPABILITIES),
    logging: {},
  };
}

/** The caller's surface has changed since the server was built from it. */
function offered<Part>(part: Part | undefined): Part {
  if (part !== undefined) return part;
  throw new ProtocolError(
    ProtocolErrorCode.MethodNotFound,
    "This endpoint does not offer that any more. Connect again.",
  );
}

/** Under this name in a list's `_meta`: since when it may be an old one. */
const STALE_META_KEY = "nxscall.com/staleSince";

function listed({ nextCursor, staleSince, cache }: Paging, { era }: Revision) {
  return {
    ...(staleSince !== undefined && { _meta: { [STALE_META_KEY]: staleSince } }),
    ...(nextCursor !== undefined && { nextCursor }),
    ...(era === "stateless" && cache && { ttlMs: cache.ttlMs, cacheScope: cache.scope }),
  };
}

function answersOf({ mcpReq }: ServerContext): Answers {
  const requestState = mcpReq.requestState();
  return {
    ...(mcpReq.inputResponses && { inputResponses: mcpReq.inputResponses }),
    ...(typeof requestState === "string" && { requestState }),
  };
}

function metaOf({ mcpReq }: ServerContext): JsonObject {
  return { ...(mcpReq._meta as JsonObject | undefined) };
}
