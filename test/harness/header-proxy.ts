// Adds a header to requests on their way to a hub, for clients that cannot send one: on loopback, for one test.

import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

export interface HeaderProxy {
  readonly url: string;
  stop(): void;
}

export async function startHeaderProxy(target: string, headers: Record<string, string>): Promise<HeaderProxy> {
  const server = createServer((from, to) => {
    const sent = { ...from.headers, ...headers };
    const passed = request(new URL(from.url ?? "/", target), { method: from.method, headers: sent }, (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(to);
    });
    passed.on("error", () => to.destroy());
    to.on("close", () => passed.destroy());
    from.pipe(passed);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
