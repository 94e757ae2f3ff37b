// Documents of OAuth clients whose id is a URL here: GET /client/<kind>/<name>, one kind for each way to be wrong.
// GET /_clients/<kind>/<name> tells how often a document was asked for.

import type { Reply } from "./behaviours.ts";

type Document = (id: string, url: URL) => Reply | "hang";

const asked = new Map<string, number>();

const good = (id: string) => ({
  client_id: id,
  client_name: "Documented client",
  redirect_uris: ["http://127.0.0.1/callback", "https://app.example/callback"],
  token_endpoint_auth_method: "none",
});

const json = (value: unknown, headers: Record<string, string> = {}): Reply => ({
  status: 200,
  headers,
  body: JSON.stringify(value),
});

const documents: Readonly<Record<string, Document>> = {
  good: (id) => json(good(id)),
  unkept: (id) => json(good(id), { "cache-control": "no-store" }),
  "other-id": (id) => json(good(`${id}x`)),
  "no-name": (id) => json({ ...good(id), client_name: undefined }),
  "no-redirect": (id) => json({ ...good(id), redirect_uris: ["javascript:alert(1)", "http://evil.example/"] }),
  secret: (id) => json({ ...good(id), client_secret: "s" }),
  "private-key": (id) => json({ ...good(id), token_endpoint_auth_method: "private_key_jwt" }),
  "no-json": () => ({ status: 200, body: "<html>" }),
  missing: () => ({ status: 404, body: "{}" }),
  large: (id) => json({ ...good(id), filler: "x".repeat(20_000) }),
  redirect: (_id, { origin }) => ({ status: 302, headers: { location: `${origin}/client/good/elsewhere` }, body: "" }),
  hang: () => "hang",
};

export function clientDocument(url: URL): Reply | "hang" {
  const [, , kind = "", name = ""] = url.pathname.split("/");
  const key = `${kind}/${name}`;
  asked.set(key, (asked.get(key) ?? 0) + 1);
  return documents[kind]?.(url.href, url) ?? { status: 404, body: "{}" };
}

export function askedFor({ pathname }: URL): Reply {
  return json(asked.get(pathname.slice("/_clients/".length)) ?? 0);
}
