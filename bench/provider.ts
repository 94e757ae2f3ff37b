// The tool that everything in the bench calls: the smallest answer, in a process of its own; at /stream, many of them; at
// /digest, a digest of what it is given, so that a DAG's last answer tells whether all of it was done.

import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { STREAM_ITEMS } from "./shapes.ts";

const server = createServer((request, response) => {
  if (request.url === "/digest") return void digest(request, response);
  request.resume().on("end", () => {
    if (request.url === "/stream") return void stream(response);
    answer(response, '{"ok":true}');
  });
});

async function digest(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const hash = createHash("sha256");
  for await (const chunk of request) hash.update(chunk as Buffer);
  answer(response, JSON.stringify({ digest: hash.digest("hex").slice(0, 16) }));
}

function answer(response: ServerResponse, body: string): void {
  response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(body) });
  response.end(body);
}

async function stream(response: ServerResponse): Promise<void> {
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (let n = 1; n <= STREAM_ITEMS; n++) {
    if (!response.write(`data: {"n":${n}}\n\n`)) await once(response, "drain");
    // The first leaves alone, as it does where the next one takes time.
    if (n === 1) await nextTurn();
  }
  response.end();
}

server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
});
process.on("SIGTERM", () => process.exit(0));
process.stdin.resume().on("end", () => process.exit(0));
