// MCP registries that agents bring: walked through by `updated_since`, listed, and their servers added to the hub.

import { createScheduledController } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, inject, test } from "vitest";
import worker from "../../../api/worker.ts";
import { call, newAgent } from "../api/hub.ts";
import { bring, brought, entriesOf, importOf, newBox, refresh, REGISTRIES } from "./registry-peer.ts";

const remote = (url: string, more: object = {}) => ({ remotes: [{ type: "streamable-http", url, ...more }] });
const names = (rows: { name: string }[]) => rows.map(({ name }) => name);

describe("a registry", () => {
  test("is read to its end, page after page, and listed by name, in pages and by words", async () => {
    const [agent, box] = [await newAgent(), newBox()];
    for (let i = 0; i < 120; i++) await box.publish(`com.example/s${String(i).padStart(3, "0")}`);
    await box.publish("org.other/needle", { title: "Sewing", description: "Finds thread" });
    const registry = await brought(agent, box.url);
    expect(registry).toMatchObject({ serverCount: 121, isWalking: false, since: expect.any(String) });
    const first = await call("GET", `${REGISTRIES}/${registry.id}/servers?limit=100`, { key: agent.key });
    const cursor = first.body.nextCursor;
    const rest = await call("GET", `${REGISTRIES}/${registry.id}/servers?limit=100&cursor=${cursor}`, {
      key: agent.key,
    });
    const all = names([...first.body.data, ...rest.body.data]);
    expect([all.length, all]).toEqual([121, all.toSorted()]);
    expect(rest.body.nextCursor).toBeNull();
    for (const search of ["needle", "SEWING", "thread"]) {
      expect(names(await entriesOf(agent, registry.id, `&search=${search}`))).toEqual(["org.other/needle"]);
    }
  });

  test("is asked for what has changed since the last whole walk, by hand and by the cron", async () => {
    const [agent, box] = [await newAgent(), newBox()];
    await box.publish("com.example/a");
    await box.publish("com.example/b");
    const { id, since } = await brought(agent, box.url);
    await box.publish("com.example/a", { version: "2.0.0" });
    await box.status("com.example/b", "deprecated", "Use a.");
    expect((await refresh(agent, id)).body).toMatchObject({ lastError: null, serverCount: 2 });
    expect((await box.asked()).at(-1)?.get("updated_since")).toBe(since);
    expect(await entriesOf(agent, id)).toMatchObject([
      { name: "com.example/a", version: "2.0.0", status: "active" },
      { name: "com.example/b", status: "deprecated", statusMessage: "Use a." },
    ]);
    await box.status("com.example/b", "deleted");
    await env.DB.prepare("UPDATE mcp_registries SET next_refresh_at = '2020-01-01T00:00:00.000Z' WHERE id = ?")
      .bind(id)
      .run();
    const controller = createScheduledController({ scheduledTime: Date.parse("2020-01-02"), cron: "*/10 * * * *" });
    await worker.scheduled(controller, env);
    expect(await entriesOf(agent, id, "&status=deleted")).toMatchObject([{ name: "com.example/b", reachable: false }]);
    const refused = await importOf(agent, id, "com.example/b");
    expect([refused.status, refused.body.code]).toEqual([409, "entry_not_usable"]);
  });

  test("whose walk breaks off is asked for no later changes before a walk has come to its end, and goes on where it was", async () => {
    const [agent, box] = [await newAgent(), newBox()];
    for (let i = 0; i < 250; i++) await box.publish(`com.example/s${i}`);
    const { id, since } = await brought(agent, box.url);
    for (let i = 0; i < 250; i++) await box.publish(`com.example/s${i}`, { version: "2.0.0" });
    await box.breakAt(3);
    const failed = await refresh(agent, id);
    expect([failed.status, failed.body.detail]).toEqual([424, "The registry answered 503 to GET /v0.1/servers."]);
    expect((await call("GET", `${REGISTRIES}/${id}`, { key: agent.key })).body).toMatchObject({
      since,
      isWalking: true,
      lastError: expect.stringContaining("503"),
    });
    await box.breakAt(0);
    expect((await refresh(agent, id)).body).toMatchObject({ isWalking: false, lastError: null, serverCount: 250 });
    expect((await box.asked()).slice(-2).map((query) => [query.get("cursor"), query.get("updated_since")])).toEqual([
      ["200", since],
      ["200", since],
    ]);
    const versions = (await entriesOf(agent, id)).map(({ version }: { version: string }) => version);
    expect(new Set(versions)).toEqual(new Set(["2.0.0"]));
  });

  test("is its owner's alone, has a name of its own, and goes with all that it lists; what was added stays", async () => {
    const [agent, other, box] = [await newAgent(), await newAgent(), newBox()];
    await box.publish("com.example/files", remote(`${inject("upstreamUrl")}/modern/mcp`));
    const { id } = await brought(agent, box.url);
    expect((await importOf(other, id, "com.example/files")).status).toBe(404);
    const server = await importOf(agent, id, "com.example/files");
    expect(server.body).toMatchObject({ name: "files", agentId: agent.id });
    const again = await bring(agent, box.url, {
      name: (await call("GET", `${REGISTRIES}/${id}`, { key: agent.key })).body.name,
    });
    expect([again.status, again.body.code]).toEqual([409, "registry_exists"]);
    expect((await call("DELETE", `${REGISTRIES}/${id}`, { key: other.key })).status).toBe(404);
    expect((await call("DELETE", `${REGISTRIES}/${id}`, { key: agent.key })).status).toBe(204);
    expect((await call("GET", `${REGISTRIES}/${id}`, { key: agent.key })).status).toBe(404);
    const left = await env.DB.prepare("SELECT count(*) AS n FROM mcp_registry_entries WHERE registry_id = ?")
      .bind(id)
      .first();
    expect(left).toEqual({ n: 0 });
    expect((await call("GET", `/api/v1/mcp/servers/${server.body.id}`, { key: agent.key })).status).toBe(200);
  });

  test("at no address that the hub may call, or with a query, is refused before anything is asked", async () => {
    const agent = await newAgent();
    for (const url of ["http://10.0.0.1", "ftp://example.com", "nonsense", `${inject("registryUrl")}/x?a=1`]) {
      const { status, body } = await bring(agent, url);
      expect([status, body.errors[0].pointer]).toEqual([422, "/url"]);
    }
  });
});

describe("a registry that means no good, or is broken", () => {
  test.each([
    ["flood", "sent more than 4194304 bytes"],
    ["no-json", "no JSON"],
    ["wrong-shape", "no list `servers`"],
    ["deep", "no JSON"],
    ["dead", "answered 503"],
    ["silent", "did not answer within"],
    ["private", "may not be called"],
  ])("%s: it is not kept, and what went wrong is said", async (behaviour, said) => {
    const agent = await newAgent();
    const { status, body } = await bring(agent, `${inject("registryUrl")}/hostile-${behaviour}`);
    expect([status, body.code, body.detail]).toEqual([424, "upstream_failed", expect.stringContaining(said)]);
    expect((await call("GET", REGISTRIES, { key: agent.key })).body.data).toEqual([]);
  });

  test.each([
    ["same-cursor", "the same cursor"],
    ["endless-cursor", "there is no end"],
  ])("%s: its walk ends, and begins anew", async (behaviour, said) => {
    const agent = await newAgent();
    const { id } = await brought(agent, `${inject("registryUrl")}/hostile-${behaviour}`);
    const read = async () => (await call("GET", `${REGISTRIES}/${id}`, { key: agent.key })).body;
    for (let tries = 0; tries < 10 && (await read()).lastError === null; tries++) await refresh(agent, id);
    expect(await read()).toMatchObject({ lastError: expect.stringContaining(said), isWalking: false, since: null });
  });

  test("however many large servers it lists, what is kept of them all has an end; what is kept may change but not grow", async () => {
    const [agent, box] = [await newAgent(), newBox()];
    for (const name of ["same", "longer", "shorter"]) {
      await box.publish(`com.example/${name}`, { description: "As it was first." });
    }
    const { id } = await brought(agent, box.url);
    await env.DB.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2600)
       INSERT INTO mcp_registry_entries (registry_id, name, description, version, is_latest, status, remotes)
       SELECT ?, 'com.large/s' || i, hex(zeroblob(4000)), '1.0.0', TRUE, 'active', '[]' FROM n`,
    )
      .bind(id)
      .run();
    await box.publish("com.example/new");
    await box.publish("com.example/longer", { version: "2.0.0", description: "Longer than it was at first." });
    await box.publish("com.example/shorter", { version: "2.0.0", description: "Shorter." });
    expect((await refresh(agent, id)).body).toMatchObject({ lastError: null, serverCount: 2_603 });
    expect(await entriesOf(agent, id, "&search=com.example")).toMatchObject([
      { name: "com.example/longer", version: "1.0.0", description: "As it was first." },
      { name: "com.example/same", version: "1.0.0" },
      { name: "com.example/shorter", version: "2.0.0", description: "Shorter." },
    ]);
    await env.DB.prepare("DELETE FROM mcp_registry_entries WHERE registry_id = ? AND name LIKE 'com.large/%'")
      .bind(id)
      .run();
    await refresh(agent, id);
    expect(names(await entriesOf(agent, id, "&search=com.example"))).toHaveLength(4);
  });

  test("what the hub cannot use of its servers is left out and counted; the others are there", async () => {
    const agent = await newAgent();
    const registry = await brought(agent, `${inject("registryUrl")}/hostile-odd-entries`);
    expect(registry).toMatchObject({ serverCount: 2, leftOut: 5, leftOutReason: expect.any(String) });
    expect(names(await entriesOf(agent, registry.id))).toEqual(["com.example/bare", "com.example/good"]);
  });
});

describe("a server of a registry", () => {
  const upstream = () => inject("upstreamUrl");

  test("is shown with whether this hub can reach it, and why not", async () => {
    const [agent, box] = [await newAgent(), newBox()];
    await box.publish("com.example/none");
    await box.publish("com.example/sse", { remotes: [{ type: "sse", url: "https://example.com/sse" }] });
    await box.publish("com.example/private", remote("https://10.0.0.1/mcp"));
    await box.publish("com.example/open", remote("https://{tenant}.example.com/mcp", { variables: { tenant: {} } }));
    const { id } = await brought(agent, box.url);
    expect(await entriesOf(agent, id)).toMatchObject([
      { name: "com.example/none", reachable: false, remotes: [] },
      { name: "com.example/open", reachable: true, remotes: [{ unreachableBecause: null }] },
      { name: "com.example/private", reachable: false },
      {
        name: "com.example/sse",
        reachable: false,
        remotes: [{ unreachableBecause: expect.stringContaining("Streamable") }],
      },
    ]);
    for (const name of ["none", "sse", "private"]) {
      expect((await importOf(agent, id, `com.example/${name}`)).body.code).toBe("entry_not_usable");
    }
    expect((await importOf(agent, id, "com.example/missing")).status).toBe(404);
  });

  test("is added with what is filled in, and its secret reaches it and nobody else", async () => {
    const [agent, box] = [await newAgent(), newBox()];
    const path = { path: { description: "Which one", isRequired: true, choices: ["hostile/shows-headers"] } };
    const header = {
      name: "Authorization",
      value: "Bearer {api_key}",
      isRequired: true,
      variables: { api_key: { description: "A key of it", isRequired: true, isSecret: true } },
    };
    await box.publish("com.example/show", remote(`${upstream()}/{path}`, { variables: path, headers: [header] }));
    const { id } = await brought(agent, box.url);
    const missing = await importOf(agent, id, "com.example/show");
    expect([missing.status, missing.body.errors]).toEqual([
      422,
      [
        { code: "missing_field", pointer: "/variables/path", message: 'The server wants "path": Which one' },
        { code: "missing_field", pointer: "/variables/api_key", message: 'The server wants "api_key": A key of it' },
      ],
    ]);
    const odd = await importOf(agent, id, "com.example/show", {
      variables: { path: "x", api_key: "k", toString: "y" },
    });
    expect(odd.body.errors.map(({ pointer, code }: { pointer: string; code: string }) => [pointer, code])).toEqual([
      ["/variables/path", "invalid_value"],
      ["/variables/toString", "unknown_field"],
    ]);
    const variables = { path: "hostile/shows-headers", api_key: "canary-12345678" };
    const { status, body } = await importOf(agent, id, "com.example/show", { name: "shown", variables });
    expect([status, body]).toMatchObject([201, { name: "shown", authType: "bearer", counts: { tools: 1 } }]);
    const { body: listed } = await call("GET", `/api/v1/mcp/servers/${body.id}/definitions`, { key: agent.key });
    const called = await call("POST", `/api/v1/mcp/invoke/${listed.data[0].toolId}`, { key: agent.key, body: {} });
    expect(JSON.stringify(called.body.result)).toContain("Bearer [redacted]");
    const rows = await env.DB.prepare("SELECT * FROM mcp_registry_entries JOIN mcp_servers").all();
    expect(JSON.stringify([rows.results, body, called.body])).not.toContain("12345678");
  });

  test("that wants a header of its own gets it, one that wants several is told apart, and authType goes before", async () => {
    const [agent, box] = [await newAgent(), newBox()];
    const at = `${upstream()}/hostile/shows-headers`;
    const key = { name: "X-Its-Key", isRequired: true, isSecret: true };
    await box.publish("com.example/one", remote(at, { headers: [key, { name: "X-Optional" }] }));
    await box.publish("com.example/two", remote(at, { headers: [key, { name: "X-Region", value: "eu" }] }));
    const { id } = await brought(agent, box.url);
    const headers = { "X-Its-Key": "key-12345678" };
    expect((await importOf(agent, id, "com.example/one")).body.errors).toMatchObject([
      { pointer: "/headers/X-Its-Key" },
    ]);
    expect((await importOf(agent, id, "com.example/one", { headers })).body).toMatchObject({ authType: "api_key" });
    expect((await importOf(agent, id, "com.example/two", { headers })).body.errors).toMatchObject([
      { code: "not_supported", pointer: "/headers", message: expect.stringContaining("X-Its-Key, X-Region") },
    ]);
    const auth = { authType: "bearer", authConfig: { token: "token-12345678" } };
    expect((await importOf(agent, id, "com.example/two", auth)).body).toMatchObject({ authType: "bearer" });
  });
});
