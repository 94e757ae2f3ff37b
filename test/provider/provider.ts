// Agent B: a provider as a stranger would write one, in a process of its own and with no product code.
//
//   provider.ts [PORT]        POST /<behaviour> with the tool's arguments as the JSON body
//   POST /hook/<name>         a callback, kept for GET /_hooks/<name> (see receiver.ts)
//   GET /_streams/<name>      what could be written of a stream (see streams.ts)
//   GET /client/<kind>/<name> the document of an OAuth client (see client-documents.ts)
//   GET /_log                 what arrived, by Idempotency-Key (see log.ts); POST /_reset forgets it; GET /_total counts it
//                             ?key=: only of keys that begin so, ?path=: only at this path
//
// Every behaviour takes ?ms=N, a pause before it does anything.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { behaviours, type Reply } from "./behaviours.ts";
import { askedFor, clientDocument } from "./client-documents.ts";
import { CallLog } from "./log.ts";
import { receive, receivedBy } from "./receiver.ts";
import { sendStream, writtenOf } from "./streams.ts";
import { forgetTrade } from "./trade.ts";

const log = new CallLog();

const server = createServer((request, response) => {
  void answer(request, response).catch((error: unknown) => {
    send(response, { status: 400, body: JSON.stringify({ error: String(error) }) });
  });
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://provider");
  const text = await readBody(request);
  if (url.pathname === "/_log") {
    const { searchParams: asked } = url;
    const found = log.read(asked.get("key") ?? "", asked.get("path"));
    return send(response, { status: 200, body: JSON.stringify(found) });
  }
  if (url.pathname === "/_total") return send(response, { status: 200, body: JSON.stringify(log.total()) });
  if (url.pathname === "/_reset") {
    log.reset();
    forgetTrade();
    return send(response, { status: 200, body: "{}" });
  }

  if (url.pathname.startsWith("/_hooks/")) return send(response, receivedBy(url));
  if (url.pathname.startsWith("/_streams/")) return send(response, writtenOf(url));
  if (url.pathname.startsWith("/_clients/")) return send(response, askedFor(url));
  if (url.pathname.startsWith("/client/")) {
    const document = clientDocument(new URL(url.pathname, `http://${request.headers.host}`));
    return document === "hang" ? undefined : send(response, document);
  }
  if (url.pathname.startsWith("/hook/")) return send(response, receive(url, { headers: request.headers, body: text }));

  const key = headerOf(request, "idempotency-key") ?? "(none)";
  const invocationId = headerOf(request, "x-nexuscall-invocation-id");
  const received = JSON.parse(text || "{}") as Record<string, unknown>;
  const call = log.begin({ key, path: url.pathname, invocationId, arguments: received });
  response.on("finish", () => log.answered(call, response.statusCode));

  await delay(Number(url.searchParams.get("ms") ?? 0));
  const behaviour = behaviours[url.pathname.slice(1)];
  if (behaviour === undefined) return send(response, { status: 404, body: '{"error":"no such tool"}' });
  const reply = behaviour({
    arguments: received,
    headers: request.headers,
    query: url.searchParams,
    callsOfKey: log.callsOf(key),
  });
  if (reply === "hang") return;
  if (reply === "close") {
    request.socket.destroy();
    return;
  }
  if ("chunks" in reply) return sendStream(response, reply, url.searchParams.get("name"));
  send(response, reply);
}

function send(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, { "content-type": "application/json", ...reply.headers });
  response.end(reply.body);
}

function headerOf(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === "string" ? value : null;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

server.listen(Number(process.argv[2] ?? 0), "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  console.log(JSON.stringify({ url: `http://127.0.0.1:${port}` }));
});
process.on("SIGTERM", () => process.exit(0));
// A harness that starts this with a pipe takes it down by going away.
if (process.argv.includes("--with-parent")) process.stdin.resume().on("end", () => process.exit(0));
