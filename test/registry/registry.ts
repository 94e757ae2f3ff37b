// MCP registries as a process of their own, written from the official registry's OpenAPI (2025-12-01) and from nothing of
// the hub's: registry.ts [port] [--with-parent]
//
//   POST /_publish/<box>            a server (`server.json`) or a version of one: from now on its latest
//   POST /_status/<box>             {name, status, statusMessage}
//   POST /_break/<box>              {atPage, status}: that page is answered so, until {atPage: 0}
//   GET  /_asked/<box>              the queries that it was asked with
//   GET  /<box>/v0.1/servers        the registry; of a box "hostile-<behaviour>" what that does

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const OFFICIAL = "io.modelcontextprotocol.registry/official";

interface Published {
  readonly server: { readonly name: string; readonly version: string };
  status: string;
  statusMessage?: string;
  readonly publishedAt: string;
  updatedAt: string;
  isLatest: boolean;
}

interface Box {
  readonly published: Published[];
  readonly asked: string[];
  atPage: number;
  failsWith: number;
}

const boxes = new Map<string, Box>();

function boxOf(name: string): Box {
  let box = boxes.get(name);
  if (box === undefined) boxes.set(name, (box = { published: [], asked: [], atPage: 0, failsWith: 0 }));
  return box;
}

function publish({ published }: Box, server: Published["server"]): void {
  for (const before of published) if (before.server.name === server.name) before.isLatest = false;
  const now = new Date().toISOString();
  published.push({ server, status: "active", publishedAt: now, updatedAt: now, isLatest: true });
}

function setStatus({ published }: Box, change: { name: string; status: string; statusMessage?: string }): void {
  for (const one of published) {
    if (one.server.name === change.name)
      Object.assign(one, { ...change, name: undefined, updatedAt: new Date().toISOString() });
  }
}

function list(box: Box, query: URLSearchParams): [status: number, body: unknown] {
  box.asked.push(query.toString());
  const since = query.get("updated_since");
  const from = Number(query.get("cursor") ?? 0);
  const limit = Math.min(Number(query.get("limit") ?? 30), 100);
  if (box.atPage > 0 && from / limit + 1 === box.atPage) return [box.failsWith, { title: "Broken" }];
  const fitting = box.published
    .filter(({ isLatest }) => query.get("version") !== "latest" || isLatest)
    .filter(({ status, updatedAt }) =>
      since === null ? status !== "deleted" : updatedAt >= new Date(since).toISOString(),
    )
    .toSorted((a, b) => (a.server.name < b.server.name ? -1 : 1));
  const servers = fitting
    .slice(from, from + limit)
    .map(({ server, ...meta }) => ({ server, _meta: { [OFFICIAL]: { ...meta, statusChangedAt: meta.updatedAt } } }));
  const nextCursor = from + limit < fitting.length ? String(from + limit) : undefined;
  return [200, { servers, metadata: { count: servers.length, nextCursor } }];
}

const entry = (name: string, more: object = {}) => ({
  server: { name, description: "d", version: "1.0.0", ...more },
  _meta: { [OFFICIAL]: { status: "active", isLatest: true } },
});

const HOSTILE: Readonly<Record<string, (query: URLSearchParams, response: ServerResponse) => void>> = {
  "endless-cursor": (query, response) =>
    answer(response, 200, { servers: [], metadata: { nextCursor: String(Number(query.get("cursor") ?? 0) + 1) } }),
  "same-cursor": (_, response) =>
    answer(response, 200, { servers: [entry("com.example/a")], metadata: { nextCursor: "again" } }),
  flood: (_, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const spaces = " ".repeat(65_536);
    const more = () => void (response.destroyed || response.write(spaces, () => setImmediate(more)));
    more();
  },
  "no-json": (_, response) => answer(response, 200, "<html>"),
  "wrong-shape": (_, response) => answer(response, 200, { servers: { a: 1 } }),
  deep: (_, response) => response.writeHead(200).end(`{"servers":${"[".repeat(1_000_000)}`),
  dead: (_, response) => answer(response, 503, {}),
  silent: () => undefined,
  private: (_, response) => response.writeHead(302, { location: "http://10.0.0.1/v0.1/servers" }).end(),
  "odd-entries": (_, response) =>
    answer(response, 200, {
      servers: [
        entry("com.example/good"),
        null,
        7,
        { server: { name: "no slash", description: "d", version: "1" } },
        entry("com.example/large", {
          remotes: [{ type: "sse", url: "x", variables: { a: { default: "y".repeat(40_000) } } }],
        }),
        entry("com.example/many", { remotes: Array.from({ length: 60 }, () => ({ type: "sse", url: "https://x" })) }),
        { server: { name: "com.example/bare", description: "d", version: "1" } },
      ],
      metadata: { nextCursor: null },
    }),
};

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<never> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString("utf8")) as never;
}

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://registry");
  const [, first = "", second = ""] = pathname.split("/");
  switch (first) {
    case "_publish":
      publish(boxOf(second), await bodyOf(request));
      return answer(response, 200, {});
    case "_status":
      setStatus(boxOf(second), await bodyOf(request));
      return answer(response, 200, {});
    case "_break": {
      const { atPage, status = 500 } = (await bodyOf(request)) as { atPage: number; status?: number };
      Object.assign(boxOf(second), { atPage, failsWith: status });
      return answer(response, 200, {});
    }
    case "_asked":
      return answer(response, 200, boxOf(second).asked);
    default: {
      if (pathname !== `/${first}/v0.1/servers`) return answer(response, 404, {});
      const behaviour = HOSTILE[first.replace("hostile-", "")];
      if (behaviour) return behaviour(searchParams, response);
      return answer(response, ...list(boxOf(first), searchParams));
    }
  }
}

const [port = "0", withParent] = process.argv.slice(2);
if (withParent === "--with-parent") process.stdin.resume().on("end", () => process.exit());
const server = createServer((request, response) => void serve(request, response).catch(() => response.destroy()));
server.listen(Number(port), "127.0.0.1", () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
});
