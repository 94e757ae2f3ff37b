// Prompts and resources of MCP servers on the whole hub, `/mcp/v1`.

import { env, SELF } from "cloudflare:test";
import { beforeEach, describe, expect, test } from "vitest";
import { call, newAgent, newTool } from "../api/hub.ts";
import type { TestAgent } from "../api/hub.ts";
import { changingServer, newServer, refresh, SERVERS } from "../servers/upstream.ts";
import { ask, Listening, OldClient, result, untilTold } from "./client.ts";

let owner: TestAgent;
/** New for each test: a list may be up to 5 s old. */
let caller: TestAgent;

beforeEach(async () => {
  [owner, caller] = await Promise.all([newAgent("Owner"), newAgent("Caller")]);
});

/** A server with these prompts and resources. */
async function having(agent: TestAgent, prompts: readonly object[], resources: readonly object[] = [], extra = {}) {
  const upstream = changingServer();
  await upstream.has({ prompts, resources });
  const { id } = await newServer(agent, upstream.path, extra);
  return { id, upstream };
}

interface Listed {
  readonly name: string;
  readonly title?: string;
  readonly uri: string;
  readonly _meta: Record<string, string>;
}

async function all(method: "prompts/list" | "resources/list", field: string, key: string): Promise<Listed[]> {
  const found: Listed[] = [];
  let cursor: string | undefined;
  do {
    const page = await result(method, { ...(cursor && { cursor }) }, { key });
    expect(page[field].length).toBeLessThanOrEqual(100);
    found.push(...page[field]);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return found;
}

const promptsOf = async (key: string) => all("prompts/list", "prompts", key);

async function got(name: string, key: string, args = {}) {
  const { messages } = await result("prompts/get", { name, arguments: args }, { key });
  return JSON.parse(messages[0].content.text) as { server: string; prompt: string; arguments: object };
}

async function refused(name: string, key: string) {
  const { body } = await ask("prompts/get", { name }, { key });
  return body.error;
}

describe("prompts", () => {
  test("a public server's are listed to all as it has them, and asked of it with their arguments", async () => {
    const prompt = { name: "greet_emu", title: "Greet", description: "Greets", arguments: [{ name: "who" }] };
    const { id, upstream } = await having(owner, [prompt]);
    expect((await promptsOf(caller.key)).find(({ name }) => name === "greet_emu")).toEqual({
      ...prompt,
      _meta: { "nxscall.com/serverId": id },
    });
    expect(await got("greet_emu", caller.key, { who: "you" })).toEqual({
      server: upstream.name,
      prompt: "greet_emu",
      arguments: { who: "you" },
    });
    expect(await upstream.asked()).toContain("prompts/get");
  });

  test("a private server's are there for its owner alone, and gone for others as soon as it is private", async () => {
    const agent = await newAgent();
    const { id } = await having(agent, [{ name: "secret_emu" }], [], { isPublic: false });
    expect((await promptsOf(agent.key)).map(({ name }) => name)).toContain("secret_emu");
    expect((await promptsOf(caller.key)).map(({ name }) => name)).not.toContain("secret_emu");
    expect(await got("secret_emu", agent.key)).toMatchObject({ prompt: "secret_emu" });
    const missing = await refused("no_such_emu", caller.key);
    for (const name of ["secret_emu", `${id}__secret_emu`]) {
      const { code, data, message } = await refused(name, caller.key);
      expect({ code, data, message: message.replace(name, "no_such_emu") }).toEqual(missing);
    }
    expect(missing).toMatchObject({ code: -32_602, data: { code: "not_found" } });
  });

  test("a name that several have is given out with their ids; one's own keeps its bare name", async () => {
    const [one, two] = [await having(owner, [{ name: "shared_emu" }]), await having(owner, [{ name: "shared_emu" }])];
    const listed = (await promptsOf(caller.key)).filter(({ title }) => title === "shared_emu");
    expect(listed.map(({ name }) => name)).toEqual([one.id, two.id].toSorted().map((id) => `${id}__shared_emu`));
    expect(await refused("shared_emu", caller.key)).toMatchObject({
      code: -32_602,
      data: { code: "ambiguous_prompt" },
    });
    for (const { id, upstream } of [one, two]) {
      expect((await got(`${id}__shared_emu`, caller.key)).server).toBe(upstream.name);
    }
    const agent = await newAgent();
    const mine = await having(agent, [{ name: "shared_emu" }], [], { isPublic: false });
    expect((await got("shared_emu", agent.key)).server).toBe(mine.upstream.name);
    expect((await promptsOf(agent.key)).filter(({ name }) => name === "shared_emu")).toMatchObject([
      { _meta: { "nxscall.com/serverId": mine.id } },
    ]);
  });

  test("a server that names a prompt as another's is called takes nothing from it", async () => {
    const real = await having(owner, [{ name: "real_emu" }]);
    const taken = `${real.id}__real_emu`;
    const other = await having(await newAgent(), [{ name: taken }]);
    expect((await got(taken, caller.key)).server).toBe(real.upstream.name);
    expect((await promptsOf(caller.key)).map(({ name }) => name)).toContain(`${other.id}__${taken}`);
    expect((await got(`${other.id}__${taken}`, caller.key)).server).toBe(other.upstream.name);
  });

  test("a server's prompt that is called as a template would be is listed so that it can be got", async () => {
    const { id, upstream } = await having(owner, [{ name: "tpl_emu" }]);
    const listed = (await promptsOf(caller.key)).filter(({ title }) => title === "tpl_emu").map(({ name }) => name);
    expect(listed).toEqual([`${id}__tpl_emu`]);
    expect(await got(`${id}__tpl_emu`, caller.key)).toMatchObject({ server: upstream.name, prompt: "tpl_emu" });
  });

  test("many come in pages, each once; a server that does not answer delays nobody, and the list says so", async () => {
    const agent = await newAgent();
    const prompts = Array.from({ length: 150 }, (_, n) => ({ name: `many_emu_${n}` }));
    const { id, upstream } = await having(agent, prompts, [], { isPublic: false });
    const names = (await promptsOf(agent.key)).map(({ name }) => name).filter((name) => name.startsWith("many_emu_"));
    expect(new Set(names).size).toBe(150);
    expect(names).toHaveLength(150);
    await upstream.has({ down: true });
    await refresh(agent, id);
    const other = await newAgent();
    await having(other, [{ name: "emu" }], [], { isPublic: false });
    await expect
      .poll(async () => (await result("prompts/list", {}, { key: agent.key }))._meta, {
        timeout: 20_000,
        interval: 500,
      })
      .toMatchObject({ "nxscall.com/staleSince": expect.any(String) });
  });

  test.each([
    ["2026-07-28", "/modern/mcp"],
    ["2025-11-25", "/legacy/mcp"],
  ])("a client of either era gets one of a server of %s, and its argument is completed there", async (_era, path) => {
    const agent = await newAgent();
    const { id } = await newServer(agent, path, { isPublic: false });
    const name = `${id}__test_prompt_with_arguments`;
    const asked = { name, arguments: { arg1: "x", arg2: "y" } };
    const meant = { ref: { type: "ref/prompt", name }, argument: { name: "arg1", value: "p" } };
    const old = new OldClient(agent, "2025-11-25");
    await old.initialize();
    expect((await old.result("prompts/get", asked)).messages[0].content.text).toContain("x");
    expect((await old.result("completion/complete", meant)).completion.values).toEqual(["paris"]);
    const at = { key: agent.key };
    expect((await result("prompts/get", asked, at)).messages[0].content.text).toContain("x");
    expect((await result("completion/complete", meant, at)).completion.values).toEqual(["paris"]);
  });
});

describe("resources", () => {
  test("one's own servers' are listed after the workflows, and read by the URI that they have", async () => {
    const agent = await newAgent();
    const steps = [{ id: "a", toolId: "tool_nexus_uuid" }];
    const { body } = await call("POST", "/api/v1/workflows", { key: agent.key, body: { name: "w", steps } });
    const files = [
      { uri: "emu:///one", name: "one" },
      { uri: "nexus://tools/x", name: "posing" },
    ];
    const { id, upstream } = await having(agent, [], files, { isPublic: false });
    const posing = `nexus://servers/${id}/resources/${encodeURIComponent("nexus://tools/x")}`;
    const listed = await all("resources/list", "resources", agent.key);
    expect(listed.map(({ uri }) => uri)).toEqual([`nexus://workflows/${body.id}`, "emu:///one", posing]);
    const read = async (uri: string) => (await result("resources/read", { uri }, { key: agent.key })).contents[0].text;
    expect(await read("emu:///one")).toBe(`${upstream.name} has emu:///one`);
    expect(await read(posing)).toBe(`${upstream.name} has nexus://tools/x`);
    const { resourceTemplates } = await result("resources/templates/list", {}, { key: agent.key });
    expect(resourceTemplates).toContainEqual(
      expect.objectContaining({ uriTemplate: "nexus://servers/{serverId}/resources/{uri}" }),
    );
  });

  test("another's are read where its server is public, and are missing where it is not", async () => {
    const [open, closed] = [
      await having(owner, [], [{ uri: "emu:///open", name: "o" }]),
      await having(owner, [], [{ uri: "emu:///closed", name: "c" }], { isPublic: false }),
    ];
    const read = async (uri: string) => (await ask("resources/read", { uri }, { key: caller.key })).body;
    expect((await all("resources/list", "resources", caller.key)).map(({ uri }) => uri)).not.toContain("emu:///open");
    expect((await read("emu:///open")).result.contents[0].text).toBe(`${open.upstream.name} has emu:///open`);
    // Also what is not listed there, such as what a template gives.
    const unlisted = `nexus://servers/${open.id}/resources/${encodeURIComponent("emu:///7/data")}`;
    expect((await read(unlisted)).result.contents[0].text).toContain("emu:///7/data");
    const paths = [
      "emu:///closed",
      `nexus://servers/${closed.id}/resources/emu`,
      "nexus://servers/srv_x/resources/%E0",
    ];
    for (const uri of paths) {
      expect((await read(uri)).error).toMatchObject({ code: -32_602, data: { uri } });
    }
  });

  test("a URI that two own servers have names neither, and is listed with their ids", async () => {
    const agent = await newAgent();
    const same = [{ uri: "emu:///same", name: "same" }];
    const [one, two] = [await having(agent, [], same), await having(agent, [], same)];
    const listed = (await all("resources/list", "resources", agent.key)).map(({ uri }) => uri);
    const of = (id: string) => `nexus://servers/${id}/resources/emu%3A%2F%2F%2Fsame`;
    expect(listed).toEqual([one.id, two.id].toSorted().map(of));
    const { body } = await ask("resources/read", { uri: "emu:///same" }, { key: agent.key });
    expect(body.error).toMatchObject({ data: { uri: "emu:///same" } });
    expect((await result("resources/read", { uri: of(one.id) }, { key: agent.key })).contents).toHaveLength(1);
  });
});

/** The stream of a session that has seen how all is. */
async function listening(agent: TestAgent): Promise<Listening> {
  const client = new OldClient(agent, "2025-11-25");
  await client.initialize();
  const headers = { ...client.headers(), Authorization: `Bearer ${agent.key}`, Accept: "text/event-stream" };
  const told = new Listening(await SELF.fetch("https://hub.example/mcp/v1", { headers }));
  const changed = async () => {
    while ((await told.next()).method !== "notifications/tools/list_changed");
  };
  await untilTold(changed(), () => newTool(agent));
  return told;
}

test("who listens is told when a server's prompts or resources are others, and when a workflow comes", async () => {
  const agent = await newAgent();
  const { id, upstream } = await having(agent, [{ name: "p" }], [], { isPublic: false });
  const told = await listening(agent);
  await upstream.has({ prompts: [{ name: "q" }] });
  await refresh(agent, id);
  while ((await told.next()).method !== "notifications/prompts/list_changed");
  const steps = [{ id: "a", toolId: "tool_nexus_uuid" }];
  await call("POST", "/api/v1/workflows", { key: agent.key, body: { name: "w", steps } });
  while ((await told.next()).method !== "notifications/resources/list_changed");
  await upstream.has({ prompts: [{ name: "q" }], resources: [{ uri: "emu:///new", name: "n" }] });
  await refresh(agent, id);
  while ((await told.next()).method !== "notifications/resources/list_changed");
  await told.close();
  await call("DELETE", `${SERVERS}/${id}`, { key: agent.key });
});

test("who listens is told of a change however far down the lists it is", async () => {
  const agent = await newAgent();
  const named = Array.from({ length: 700 }, (_, n) => `far_emu_${String(n).padStart(3, "0")}`);
  const prompts = named.map((name) => ({ name }));
  const { id, upstream } = await having(agent, prompts, [], { isPublic: false });
  const steps = [{ id: "a", toolId: "tool_nexus_uuid" }];
  const oldest = await call("POST", "/api/v1/workflows", { key: agent.key, body: { name: "oldest", steps } });
  await env.DB.prepare(
    `WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 150)
     INSERT INTO workflows (id, agent_id, name, definition, created_at, updated_at)
     SELECT printf('wf_far_%s_%03d', ?1, i), ?2, 'newer', '{}', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'
     FROM n`,
  )
    .bind(agent.id.slice(-6), agent.id)
    .run();
  await env.DB.prepare("UPDATE workflows SET created_at = '2025-01-01T00:00:00.000Z' WHERE id = ?")
    .bind(oldest.body.id)
    .run();
  const told = await listening(agent);
  await upstream.has({ prompts: prompts.with(prompts.length - 1, { ...prompts[0], name: "far_emu_zzz" }) });
  await refresh(agent, id);
  while ((await told.next()).method !== "notifications/prompts/list_changed");
  await told.close();
  const again = await listening(agent);
  await call("PUT", `/api/v1/workflows/${oldest.body.id}`, { key: agent.key, body: { name: "other", steps } });
  while ((await again.next()).method !== "notifications/resources/list_changed");
  await again.close();
});

test("a server says when it last had something else to list; a refresh that finds nothing new does not count", async () => {
  const agent = await newAgent();
  const { id, upstream } = await having(agent, [{ name: "p" }]);
  const changedAt = async () => (await call("GET", `${SERVERS}/${id}`, { key: agent.key })).body.updatedAt as string;
  const before = await changedAt();
  await refresh(agent, id);
  expect(await changedAt()).toBe(before);
  await upstream.has({ prompts: [{ name: "q" }] });
  await refresh(agent, id);
  expect((await changedAt()) > before).toBe(true);
});
