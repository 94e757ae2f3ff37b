// Reading a resource or a prompt of a server, live.

import type { JsonObject } from "../../engine/json.ts";
import { isDeeperThan, MAX_JSON_DEPTH } from "../../engine/json.ts";
import { Problem } from "../http/problem.ts";
import type { Principal } from "../keys/principal.ts";
import { isInputRequiredResult } from "@modelcontextprotocol/client";
import { inputRequired, notMcp, UpstreamError } from "../relay/mcp/failures.ts";
import { inSession } from "../relay/mcp/in-session.ts";
import { MAX_RESULT_BYTES } from "../relay/result.ts";
import type { Services } from "../services.ts";
import { endpointOf, upstreamProblem } from "./read-server.ts";
import type { Server } from "./server.ts";
import { selectServer } from "./store.ts";

const TIMEOUT_MS = 30_000;

export type Question =
  | { readonly method: "resources/read"; readonly params: { readonly uri: string } }
  | { readonly method: "prompts/get"; readonly params: { readonly name: string; readonly arguments: JsonObject } };

/** Anybody's. Throws the problem `not_found`. */
export async function findServer({ db }: Services, id: string): Promise<Server> {
  const server = await selectServer(db, id);
  if (server === null) throw new Problem("not_found", "There is no MCP server of this id.");
  return server;
}

/** The server's answer. Throws the problem `upstream_failed`. */
export async function askServer(
  services: Services,
  ctx: { waitUntil(work: Promise<unknown>): void },
  caller: Principal,
  server: Server,
  { method, params }: Question,
): Promise<JsonObject> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const target = {
      ...(await endpointOf(services.env, server)),
      maxBytes: MAX_RESULT_BYTES,
      serverId: server.id,
      revision: server.revision,
      callerAgentId: caller.agentId,
      signal,
      waitUntil: (work: Promise<unknown>) => ctx.waitUntil(work),
    };
    return await inSession(target, async ({ client }) => {
      const answer = await client.request(
        { method, params },
        { signal, timeout: TIMEOUT_MS, allowInputRequired: true },
      );
      if (isInputRequiredResult(answer)) throw new UpstreamError(inputRequired);
      const json = JSON.parse(JSON.stringify(answer)) as JsonObject;
      if (isDeeperThan(json, MAX_JSON_DEPTH)) throw new UpstreamError(notMcp(`more than ${MAX_JSON_DEPTH} levels`));
      return json;
    });
  } catch (error) {
    throw upstreamProblem(error);
  }
}
