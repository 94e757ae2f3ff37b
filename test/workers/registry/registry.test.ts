// The hub as an MCP registry, as whatever browses the official one would meet it.

import { SELF } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { version as hubVersion } from "../../../package.json";
import { compileSchema } from "../../../engine/schema/validator.ts";
import { selectChanges } from "../../../api/platform/changes-store.ts";
import { servicesFor } from "../../../api/services.ts";
import officialSchema from "../../data/mcp-registry.schema.json";
import { call, newAgent } from "../api/hub.ts";
import type { TestAgent } from "../api/hub.ts";
import { result } from "../mcp/client.ts";
import { aTool, changingServer, newServer, refresh, SERVERS } from "../servers/upstream.ts";

const OFFICIAL = "io.modelcontextprotocol.registry/official";
let a: TestAgent;

beforeAll(async () => {
  a = await newAgent("A");
});

async function newBox(body: Record<string, unknown>) {
  const answer = await call("POST", "/api/v1/mcp/boxes", {
    key: a.key,
    body: { name: "box", tools: ["uuid"], ...body },
  });
  if (answer.status !== 201) throw new Error(`a box answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body as { id: string; updatedAt: string };
}

interface Entry {
  readonly server: { name: string; title?: string; description: string; version: string; remotes?: { url: string }[] };
  readonly _meta: { [OFFICIAL]: { status: string; updatedAt: string; isLatest: boolean } };
}

async function list(query = "", prefix = "/v0.1"): Promise<{ servers: Entry[]; metadata: { nextCursor?: string } }> {
  const { status, body } = await call("GET", `${prefix}/servers?limit=100${query}`);
  expect(status).toBe(200);
  await expectOfficial(body);
  return body;
}

async function expectOfficial(body: unknown): Promise<void> {
  const check = await compileSchema(officialSchema);
  expect(check(JSON.parse(JSON.stringify(body)))).toEqual([]);
}

const nameOf = (id: string) => `com.nxscall/${id}`;
const find = (entries: Entry[], id: string) => entries.find(({ server }) => server.name === nameOf(id));

test("the hub itself and each public toolbox are servers, each with its endpoint, without a key", async () => {
  const open = await newBox({ name: "Open box", description: "For all", isPublic: true });
  const closed = await newBox({ name: "Closed box" });
  const { servers } = await list();
  expect(find(servers, "hub")).toMatchObject({
    server: { version: hubVersion, remotes: [{ type: "streamable-http", url: "https://hub.example/mcp/v1" }] },
    _meta: { [OFFICIAL]: { status: "active", isLatest: true } },
  });
  const entry = find(servers, open.id);
  expect(entry?.server).toMatchObject({ title: "Open box", description: "For all", version: "1.0.0" });
  expect(find(servers, closed.id)).toBeUndefined();
  const path = new URL(entry?.server.remotes?.[0]?.url ?? "").pathname;
  const { tools } = await result("tools/list", {}, { key: (await newAgent()).key, path });
  expect(tools.map(({ name }: { name: string }) => name)).toEqual(["uuid"]);
});

test.each([
  ["nothing said", "", ""],
  ["text over every limit", "n".repeat(100), "d".repeat(2_000)],
  ["text outside ASCII, cut in two", "😀".repeat(50), "😀".repeat(900)],
])("every answer is as the official schema wants it: %s", async (_what, name, description) => {
  const { id } = await newBox({ name: name || "x", description, isPublic: true });
  const { servers } = await list(`&search=${id}`);
  expect(servers).toHaveLength(1);
  expect(servers[0]?.server.description.isWellFormed()).toBe(true);
});

describe("a name", () => {
  test("leads to its versions, and to one of them by number or as the latest, under both prefixes", async () => {
    const { id } = await newBox({ isPublic: true });
    const path = `/servers/${encodeURIComponent(nameOf(id))}/versions`;
    for (const prefix of ["/v0.1", "/v0"]) {
      const versions = await call("GET", `${prefix}${path}`);
      await expectOfficial(versions.body);
      expect(versions.body).toMatchObject({ servers: [{ server: { name: nameOf(id) } }], metadata: { count: 1 } });
      for (const version of ["latest", "1.0.0"]) {
        expect((await call("GET", `${prefix}${path}/${version}`)).body).toEqual(versions.body.servers[0]);
      }
      expect(find((await list("", prefix)).servers, id)).toEqual(versions.body.servers[0]);
    }
  });

  test("that is none, that is private, and a version that is none, answer 404 alike", async () => {
    const closed = await newBox({});
    const { id } = await newBox({ isPublic: true });
    const paths = [nameOf("box_missing"), nameOf(closed.id), "com.example/other", "hub", "%"].map(
      (name) => `/v0.1/servers/${encodeURIComponent(name)}/versions`,
    );
    paths.push(`/v0.1/servers/${encodeURIComponent(nameOf(id))}/versions/9.9.9`);
    for (const path of paths) {
      const { status, body } = await call("GET", path);
      expect([path, status, body.code]).toEqual([path, 404, "not_found"]);
    }
  });
});

test("a change gives a new version, and is found by updated_since", async () => {
  const box = await newBox({ isPublic: true });
  const before = new Date(Date.parse(box.updatedAt) + 1).toISOString();
  expect(find((await list(`&updated_since=${before}`)).servers, box.id)).toBeUndefined();
  const body = { name: "changed", tools: [], isPublic: true };
  await call("PUT", `/api/v1/mcp/boxes/${box.id}`, { key: a.key, body });
  expect(find((await list(`&updated_since=${before}`)).servers, box.id)?.server).toMatchObject({ version: "2.0.0" });
  expect(find((await list(`&search=${box.id}&version=2.0.0`)).servers, box.id)).toBeDefined();
  expect(find((await list(`&search=${box.id}&version=latest`)).servers, box.id)).toBeDefined();
  expect(find((await list(`&search=${box.id}&version=1.0.0`)).servers, box.id)).toBeUndefined();
  const offset = before.replace("Z", "%2B00:00");
  expect(find((await list(`&updated_since=${offset}`)).servers, box.id)).toBeDefined();
});

test.each([
  ["deleted", (id: string) => call("DELETE", `/api/v1/mcp/boxes/${id}`, { key: a.key })],
  [
    "turned private",
    (id: string) => call("PUT", `/api/v1/mcp/boxes/${id}`, { key: a.key, body: { name: "secret plans", tools: [] } }),
  ],
])("a toolbox that is %s is said to be gone to who asks, and shows nothing more", async (_what, end) => {
  const { id } = await newBox({ name: "once open", description: "was here", isPublic: true });
  await end(id);
  expect(find((await list()).servers, id)).toBeUndefined();
  const path = `/v0.1/servers/${encodeURIComponent(nameOf(id))}/versions/latest`;
  expect((await call("GET", path)).status).toBe(404);
  for (const query of ["&include_deleted=true", "&updated_since=2020-01-01T00:00:00Z"]) {
    const entry = find((await list(query)).servers, id);
    expect(entry?._meta[OFFICIAL].status).toBe("deleted");
    expect(JSON.stringify(entry)).not.toMatch(/secret plans|once open|was here|remotes/);
  }
  expect((await call("GET", `${path}?include_deleted=true`)).status).toBe(200);
});

describe("what was withdrawn", () => {
  /** Every answer in which others could see it change, as it is on the wire. */
  async function told(id: string, since: string): Promise<string[]> {
    const one = `/v0.1/servers/${encodeURIComponent(nameOf(id))}/versions`;
    const paths = [
      `/v0.1/servers?search=${id}&include_deleted=true`,
      `/v0.1/servers?search=${id}&updated_since=2020-01-01T00:00:00Z`,
      `/v0.1/servers?search=${id}&updated_since=${since}`,
      `${one}?include_deleted=true`,
      `${one}/latest?include_deleted=true`,
    ];
    const answers = await Promise.all(paths.map((path) => SELF.fetch(`https://hub.example${path}`)));
    return Promise.all(
      answers.map(async (answer) => `${answer.status} ${answer.headers.get("etag")} ${await answer.text()}`),
    );
  }

  const statusOf = (answer: string | undefined) => /"status":"(\w+)"/.exec(answer ?? "")?.[1];
  const pastOf = (answer: string | undefined) => {
    const at = /"updatedAt":"([^"]+)"/.exec(answer ?? "")?.[1] ?? "";
    return new Date(Date.parse(at) + 1).toISOString();
  };

  test("of toolboxes stays as it was at that moment, in the version that was public last, whatever its owner does to it", async () => {
    const { id } = await newBox({ isPublic: true });
    const change = (body: object) =>
      call("PUT", `/api/v1/mcp/boxes/${id}`, { key: a.key, body: { name: "n", tools: [], ...body } });
    await change({ isPublic: true });
    await change({});
    const [listed = ""] = await told(id, "2020-01-01T00:00:00Z");
    const since = pastOf(listed);
    const before = await told(id, since);
    expect([statusOf(listed), listed.includes('"version":"2.0.0"')]).toEqual(["deleted", true]);
    await change({ name: "changed in private" });
    expect(await told(id, since)).toEqual(before);
    await call("DELETE", `/api/v1/mcp/boxes/${id}`, { key: a.key });
    expect(await told(id, since)).toEqual(before);
  });

  test("of MCP servers stays as it was at that moment, and so does how often a public one changed, until it is public again", async () => {
    const { db } = servicesFor(env);
    const upstream = changingServer();
    await upstream.has({ tools: [aTool("one")] });
    const { id } = await newServer(a, upstream.path, { isPublic: true });
    const change = (body: object) => call("PUT", `${SERVERS}/${id}`, { key: a.key, body });
    const offered = await selectChanges(db, { what: "publicServers" });
    expect((await change({ isPublic: false })).status).toBe(200);
    const [listed = ""] = await told(id, "2020-01-01T00:00:00Z");
    expect(statusOf(listed)).toBe("deleted");
    const since = pastOf(listed);
    const before = [await selectChanges(db, { what: "publicServers" }), ...(await told(id, since))];
    expect(before[0]).not.toBe(offered);
    const now = async () => [await selectChanges(db, { what: "publicServers" }), ...(await told(id, since))];
    await change({ name: `private-${Date.now()}` });
    expect(await now()).toEqual(before);
    await change({ isPublic: false });
    await upstream.has({ tools: [aTool("one"), aTool("two")] });
    await refresh(a, id);
    expect(await now()).toEqual(before);
    await change({ isPublic: true });
    expect(statusOf((await told(id, since))[2])).toBe("active");
    await change({ isPublic: false });
    const again = await now();
    expect(again).not.toEqual(before);
    await call("DELETE", `${SERVERS}/${id}`, { key: a.key });
    expect(await now()).toEqual(again);
  });
});

test("pages have each server once, by name", async () => {
  for (let i = 0; i < 5; i++) await newBox({ isPublic: true });
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const { body } = await call("GET", `/v0.1/servers?limit=2${cursor === undefined ? "" : `&cursor=${cursor}`}`);
    names.push(...body.servers.map(({ server }: Entry) => server.name));
    cursor = body.metadata.nextCursor;
  } while (cursor !== undefined);
  expect(names).toEqual((await list()).servers.map(({ server }) => server.name));
  expect(new Set(names).size).toBe(names.length);
});

test.each(["limit=0", "limit=101", "limit=x", "updated_since=yesterday", "cursor=nonsense", "include_deleted=7"])(
  "%s is refused",
  async (query) => {
    expect((await call("GET", `/v0.1/servers?${query}`)).status).toBe(400);
  },
);
