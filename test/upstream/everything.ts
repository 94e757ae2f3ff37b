// The reference server "everything" over Streamable HTTP, on a free port: everything.ts [--with-parent]

import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

const MAIN = "@modelcontextprotocol/server-everything/dist/transports/streamableHttp.js";

/** The server takes its port from the environment, and does not tell one that it was given by the system. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

const port = await freePort();
process.env["PORT"] = String(port);
if (process.argv[2] === "--with-parent") process.stdin.resume().on("end", () => process.exit());
await import(MAIN);
const url = `http://127.0.0.1:${port}/mcp`;
while ((await fetch(url).catch(() => null)) === null) await new Promise((resolve) => setTimeout(resolve, 50));
console.log(JSON.stringify({ url }));
