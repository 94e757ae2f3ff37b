// A collector of OpenTelemetry as a process of its own: it keeps every request as it came, and answers as it is told.
//
//   POST /v1/traces           any path before it names a box: /box-1/v1/traces
//   GET  /_got?box=box-1      what arrived there
//   POST /_answer?box=…&code=503     from now on; 0: never answer

import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

interface Got {
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

const got = new Map<string, Got[]>();
const answers = new Map<string, number>();

const server = createServer((request, response) => {
  void readBody(request).then((body) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://collector");
    const asked = searchParams.get("box") ?? "";
    if (pathname === "/_got") return response.end(JSON.stringify(got.get(asked) ?? []));
    if (pathname === "/_answer") {
      answers.set(asked, Number(searchParams.get("code")));
      return response.end();
    }
    const box = /^\/([^/]+)\/v1\/traces$/.exec(pathname)?.[1];
    if (box === undefined || request.method !== "POST") return response.writeHead(404).end();
    got.set(box, [...(got.get(box) ?? []), { headers: request.headers, body }]);
    const code = answers.get(box) ?? 200;
    if (code === 0) return undefined;
    return response.writeHead(code, { "content-type": "application/json" }).end("{}");
  });
});

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

server.listen(0, "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  console.log(JSON.stringify({ url: `http://127.0.0.1:${port}` }));
});
process.on("SIGTERM", () => process.exit(0));
process.stdin.resume().on("end", () => process.exit(0));
