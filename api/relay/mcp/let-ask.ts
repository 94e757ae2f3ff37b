// A server of a revision before 2026-07-28 asks in the middle of a call, by a request of its own. What it asks goes to the
// caller if that can be asked for it; if not, the server is told, as the revisions say, and the call's end shows what for.

import { type Client, type ClientCapabilities, ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/client";
import { isDeeperThan, MAX_JSON_DEPTH, type JsonObject } from "../../../engine/json.ts";
import { withoutForeignMeta } from "./foreign-meta.ts";
import { ASKABLE, type Asking, type McpCaller } from "./mcp-caller.ts";

/** Under this name in a question's `_meta` its server says what to call it among others: a key of `inputRequests`. */
export const INPUT_KEY_META_KEY = "nxscall.com/inputKey";
const MAX_KEY_CHARS = 100;

/** Lets the server ask; gives whether it asked for what it cannot be given. `caller` absent: nobody is there to ask. */
export function letAsk(client: Client, caller: McpCaller | undefined): () => boolean {
  let inVain = false;
  client.fallbackRequestHandler = async ({ method, params }, { mcpReq }) => {
    const asked = ASKABLE.find((one) => one === method);
    if (asked === undefined) throw new ProtocolError(ProtocolErrorCode.MethodNotFound, "Method not found");
    const given = params as JsonObject | undefined;
    if (given !== undefined && isDeeperThan(given, MAX_JSON_DEPTH)) {
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, `More than ${MAX_JSON_DEPTH} levels.`);
    }
    const asking = { method: asked, ...(given && { params: forCaller(given) }) };
    const missing = missingFor(asking, caller?.capabilities ?? {});
    if (missing === null && caller?.ask) return caller.ask({ ...asking, key: keyOf(given), signal: mcpReq.signal });
    inVain = true;
    caller?.askedInVain(missing ?? {});
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, "This caller has no such capability.");
  };
  return () => inVain;
}

/** Without what is between the server and the hub alone. */
function forCaller(params: JsonObject): JsonObject {
  const { _meta: meta = null, ...rest } = withoutForeignMeta(params);
  if (typeof meta !== "object" || meta === null || Array.isArray(meta)) return rest;
  const { progressToken: _, ...told } = meta;
  return Object.keys(told).length === 0 ? rest : { ...rest, _meta: told };
}

function keyOf(params: JsonObject | undefined): string | null {
  const meta = params?.["_meta"] ?? null;
  if (typeof meta !== "object" || meta === null || Array.isArray(meta)) return null;
  const key = meta[INPUT_KEY_META_KEY];
  return typeof key === "string" && key !== "" && key.length <= MAX_KEY_CHARS ? key : null;
}

/**
 * What the caller has not declared of what the question takes; null: nothing. As the revisions have it: a bare
 * `elicitation` stands for its mode `form`.
 */
function missingFor({ method, params }: Asking, declared: ClientCapabilities): ClientCapabilities | null {
  const { elicitation, sampling, roots } = declared;
  switch (method) {
    case "elicitation/create": {
      const isByUrl = params?.["mode"] === "url";
      if (isByUrl) return elicitation?.url ? null : { elicitation: { url: {} } };
      return elicitation && (elicitation.form || !elicitation.url) ? null : { elicitation: { form: {} } };
    }
    case "sampling/createMessage": {
      const isWithTools = params?.["tools"] !== undefined || params?.["toolChoice"] !== undefined;
      if (isWithTools) return sampling?.tools ? null : { sampling: { tools: {} } };
      return sampling ? null : { sampling: {} };
    }
    case "roots/list":
      return roots ? null : { roots: {} };
  }
}
