// Prompts of the whole hub: those of the caller's own MCP servers and of public ones, then a prompt for each template. The list
// is what the hub keeps; a server's prompt is asked of its server.

import {
  type CompleteRequestParams,
  type CompleteResult,
  isSpecType,
  type Prompt,
  ProtocolError,
  ProtocolErrorCode,
} from "@modelcontextprotocol/server";
import type { Principal } from "../../keys/principal.ts";
import type { Across } from "../../servers/across-servers.ts";
import { selectChanges } from "../../platform/changes-store.ts";
import { hasDefinition, holderOfName, listAcross } from "../../servers/across-servers.ts";
import { findServer, serverThereFor } from "../../servers/ask-server.ts";
import type { Server } from "../../servers/server.ts";
import type { Services } from "../../services.ts";
import { askLive } from "../servers/ask-live.ts";
import type { CallContext, Prompts } from "../surface.ts";
import { changesOfAll } from "./changes-of-all.ts";
import { getTemplatePrompt, isTemplatePrompt, listTemplatePrompts } from "./template-prompts.ts";

const PAGE_PROMPTS = 100;
const CACHE = { ttlMs: 5_000, scope: "private" } as const;
const VISIBLE = { kind: "prompt", whose: "visible" } as const;

/** A server's id, and what the prompt is called there. */
const QUALIFIED = /^(srv_[\w-]{12})__(.+)$/s;

export function hubPrompts(services: Services, caller: Principal): Prompts {
  return {
    // Never from memory: who was told of a change reads the new list.
    list: (cursor) => readPage(services, caller, cursor),
    get: async ({ name: asked, ...rest }, context) => {
      if (isTemplatePrompt(asked)) return getTemplatePrompt(services, { name: asked, ...rest });
      const { server, name } = await promptMeant(services, caller, asked);
      const get = askLive(services, caller, server)("prompts/get", isSpecType.GetPromptResult);
      return get({ ...rest, name }, context);
    },
  };
}

export async function promptsState({ db }: Services, { agentId }: Principal): Promise<string> {
  return JSON.stringify([
    await changesOfAll(db, "publicServers"),
    await selectChanges(db, { what: "servers", agentId }),
    await changesOfAll(db, "templates"),
  ]);
}

/** Values for an argument of a prompt: as its server has them; none where it completes nothing. */
export async function completePrompt(
  services: Services,
  caller: Principal,
  asked: CompleteRequestParams & { readonly ref: { readonly type: "ref/prompt" } },
  context: CallContext,
): Promise<CompleteResult> {
  if (isTemplatePrompt(asked.ref.name)) return { completion: { values: [] } };
  const { server, name } = await promptMeant(services, caller, asked.ref.name);
  if (server.capabilities["completions"] === undefined) return { completion: { values: [] } };
  const complete = askLive(services, caller, server).plain("completion/complete", isSpecType.CompleteResult);
  return complete({ ...asked, ref: { ...asked.ref, name } }, context);
}

/** What a cursor begins with that is of the templates, which come after all servers' prompts. */
const OF_TEMPLATES = "templates:";

async function readPage(services: Services, { agentId }: Principal, cursor: string | undefined) {
  if (cursor?.startsWith(OF_TEMPLATES)) {
    const rest = cursor.slice(OF_TEMPLATES.length);
    return { ...(await templatesPage(services, PAGE_PROMPTS, rest === "" ? undefined : rest)), cache: CACHE };
  }
  const page = await listAcross(services, agentId, VISIBLE, { limit: PAGE_PROMPTS, cursor });
  const prompts = page.found.flatMap(presentPrompt);
  const stale = page.staleSince !== null && { staleSince: page.staleSince };
  if (page.nextCursor !== null) return { prompts, nextCursor: page.nextCursor, ...stale, cache: CACHE };
  const room = PAGE_PROMPTS - page.found.length;
  if (room === 0) return { prompts, nextCursor: OF_TEMPLATES, ...stale, cache: CACHE };
  const after = await templatesPage(services, room, undefined);
  return { ...after, prompts: [...prompts, ...after.prompts], ...stale, cache: CACHE };
}

async function templatesPage(services: Services, limit: number, cursor: string | undefined) {
  const { prompts, nextCursor } = await listTemplatePrompts(services, { limit, cursor });
  return { prompts, ...(nextCursor !== null && { nextCursor: OF_TEMPLATES + nextCursor }) };
}

function presentPrompt({ serverId, name, isBare, definition }: Across): Prompt[] {
  if (!isSpecType.Prompt(definition)) return [];
  const isGiven = isBare && !QUALIFIED.test(name) && !isTemplatePrompt(name);
  return [
    {
      ...definition,
      ...(!isGiven && { name: `${serverId}__${name}`, title: definition.title ?? name }),
      _meta: { ...definition._meta, "nxscall.com/serverId": serverId },
    },
  ];
}

/** The server that is meant, and what the prompt is called there. Throws -32602. */
async function promptMeant(
  services: Services,
  { agentId }: Principal,
  asked: string,
): Promise<{ server: Server; name: string }> {
  const [, qualifier, rest] = QUALIFIED.exec(asked) ?? [];
  if (qualifier !== undefined && rest !== undefined) {
    const server = await serverThereFor(services, qualifier, agentId);
    if (server !== null && (await hasDefinition(services, server.id, "prompt", rest))) return { server, name: rest };
    throw unknown(asked, "not_found");
  }
  const holder = await holderOfName(services, agentId, "prompt", asked);
  if (holder.is !== "one") throw unknown(asked, holder.is === "none" ? "not_found" : "ambiguous_prompt");
  return { server: await findServer(services, holder.serverId, agentId), name: asked };
}

function unknown(asked: string, code: "not_found" | "ambiguous_prompt"): ProtocolError {
  const name = asked.slice(0, 200);
  const message =
    code === "not_found"
      ? `Unknown prompt: ${name}`
      : `Several servers have a prompt "${name}". Ask for it as <serverId>__${name}, as prompts/list names it.`;
  return new ProtocolError(ProtocolErrorCode.InvalidParams, message, { code });
}
