// WebSockets: a page in a browser can set no header on one, but it can name subprotocols. So that is where a token may
// be, as `bearer.<token>`: never in the URL, which is logged on the way.

export const TOKEN_PREFIX = "bearer.";

export function isUpgrade(headers: Headers): boolean {
  return headers.get("Upgrade")?.toLowerCase() === "websocket";
}

/** The subprotocols that a WebSocket asks for. */
export function subprotocols(headers: Headers): string[] {
  if (!isUpgrade(headers)) return [];
  const text = headers.get("Sec-WebSocket-Protocol") ?? "";
  return text.split(",").map((name) => name.trim());
}

/** The answer that opens a WebSocket: in the subprotocol `mcp`, where that is offered. */
export function opened(request: Request, client: WebSocket): Response {
  const headers = subprotocols(request.headers).includes("mcp") ? { "Sec-WebSocket-Protocol": "mcp" } : undefined;
  return new Response(null, { status: 101, webSocket: client, ...(headers && { headers }) });
}

/** The token among them. A key has no place there: it lives too long for where it would be noted down. */
export function tokenAmongSubprotocols(headers: Headers): string | null {
  const named = subprotocols(headers).find((name) => name.startsWith(TOKEN_PREFIX));
  const shown = named?.slice(TOKEN_PREFIX.length) ?? "";
  return shown.split(".").length === 3 ? shown : null;
}
