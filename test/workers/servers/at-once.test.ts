// Two things that happen to one server at once.

import { env } from "cloudflare:workers";
import { describe, expect, inject, test } from "vitest";
import { nowIso } from "../../../api/platform/clock.ts";
import { openDatabase, runAll } from "../../../api/platform/database.ts";
import { commitImport, describedBy } from "../../../api/servers/commit-import.ts";
import { reconcile } from "../../../api/servers/reconcile.ts";
import * as store from "../../../api/servers/store.ts";
import { replaceDefinitions } from "../../../api/tools/insert-imported.ts";
import { eventually } from "../../harness/eventually.ts";
import { call, newAgent } from "../api/hub.ts";
import { aTool, changesOf, changingServer, invoke, newServer, refresh, SERVERS, toolIdOf } from "./upstream.ts";

const db = openDatabase(env.DB);

/** A public server with one tool. */
async function opened() {
  const [owner, other] = [await newAgent("Owner"), await newAgent("Other")];
  const upstream = changingServer();
  await upstream.has({ tools: [aTool("act")] });
  const server = await newServer(owner, upstream.path);
  const toolId = await toolIdOf(owner, server.id, "act");
  const change = (body: object) => call("PUT", `${SERVERS}/${server.id}`, { key: owner.key, body });
  return { owner, other, upstream, server, toolId, change };
}

test("what its owner changes of a server while it is asked about another change stays changed", async () => {
  const { owner, other, upstream, server, toolId, change } = await opened();
  await upstream.has({ tools: [aTool("act")], waits: true });
  const slow = change({ authType: "bearer", authConfig: { token: "12345678" } });
  await upstream.isAsked();
  const name = `${server.name}-renamed`;
  expect((await change({ isPublic: false, name })).body).toMatchObject({ isPublic: false, name });
  await upstream.has({ tools: [aTool("act")] });
  expect((await slow).body).toMatchObject({ isPublic: false, name, authType: "bearer" });
  expect((await call("GET", `${SERVERS}/${server.id}`, { key: other.key })).status).toBe(404);
  expect(await invoke(other, toolId)).toMatchObject({ code: "not_found" });
  expect(await invoke(owner, toolId)).toMatchObject({ status: "success" });
});

test("a server that moves while its old address is read is called and known by its new address alone", async () => {
  const { owner, upstream, server, toolId, change } = await opened();
  const elsewhere = changingServer();
  await elsewhere.has({ tools: [aTool("act")] });
  await upstream.has({ tools: [aTool("act"), aTool("old")], waits: true });
  const reading = refresh(owner, server.id);
  await upstream.isAsked();
  const moving = change({ url: inject("upstreamUrl") + elsewhere.path });
  // The move is written before the hub asks for another refresh, which waits for the first.
  const moved = async () => (await call("GET", `${SERVERS}/${server.id}`, { key: owner.key })).body.url;
  await eventually(moved).toContain(elsewhere.path);
  await elsewhere.has({ down: true });
  await upstream.has({ tools: [aTool("act"), aTool("old")] });
  await Promise.all([reading, moving]);
  const { body } = await call("GET", `${SERVERS}/${server.id}`, { key: owner.key });
  expect(body).toMatchObject({ stale: true, counts: { tools: 1, heldChanges: 0 } });
  expect((await invoke(owner, toolId)).error).toMatchObject({ code: "provider_unavailable" });
});

describe("an approval", () => {
  /** A server of which a change waits, and the change as somebody read it who is slower than what happens next. */
  async function changed(tools: readonly object[]) {
    const opening = await opened();
    const { owner, upstream, server } = opening;
    await upstream.has({ tools });
    await refresh(owner, server.id);
    const [change] = await store.selectHeld(db, server.id, { limit: 1, afterName: "" });
    const kept = await store.selectKept(db, server.id);
    const row = await store.selectServer(db, server.id);
    if (change === undefined || row === null) throw new Error("nothing waits");
    const approve = () => call("POST", `${SERVERS}/${server.id}/changes/approve`, { key: owner.key, body: {} });
    const listed = {
      kind: "tool",
      position: 7,
      name: change.name,
      definition: change.held,
      hash: change.heldHash,
    } as const;
    return { ...opening, change, kept, row, approve, listed };
  }

  test("of a new tool that comes second makes no second tool", async () => {
    const { owner, server, change, row, approve } = await changed([aTool("act"), aTool("fresh")]);
    await approve();
    const { name, held: definition, heldHash: hash } = change;
    const approvedToo = (ids: ReadonlyMap<string, string>) =>
      store.approveHeld(server.id, [{ name, hash, toolId: ids.get(name) ?? "" }]);
    await commitImport(db, row, [{ name, definition }], approvedToo, nowIso(), []);
    const { body } = await call("GET", `/api/v1/mcp/agents/${owner.id}/tools`, { key: owner.key });
    expect(body.data.map((tool: { name: string }) => tool.name).toSorted()).toEqual(["act", "fresh"]);
    expect(await invoke(owner, await toolIdOf(owner, server.id, "fresh"))).toMatchObject({ status: "success" });
  });

  test("of what the server has changed once more meanwhile changes nothing", async () => {
    const { owner, upstream, server, toolId, change } = await changed([aTool("act", { description: "harmless" })]);
    await upstream.has({ tools: [aTool("act", { description: "other" })] });
    await refresh(owner, server.id);
    const { name, held, heldHash: hash } = change;
    const earlier = { hash: "", definition: {} };
    const approval = { id: toolId, hash, ...describedBy(held), updatedAt: nowIso(), earlier };
    await runAll(db, [...store.approveHeld(server.id, [{ name, hash, toolId }]), ...replaceDefinitions([approval])]);
    const { body } = await call("GET", `/api/v1/mcp/tools/${toolId}`, { key: owner.key });
    expect(body.description).toBe("Does act");
    expect(await changesOf(owner, server.id)).toMatchObject([{ definition: { description: "other" } }]);
  });

  test.each([
    ["a new tool", [aTool("act"), aTool("fresh")]],
    ["a change", [aTool("act", { description: "harmless" })]],
  ])("of %s is not undone by a refresh that had looked before", async (_what, tools) => {
    const { owner, server, change, kept, approve, listed } = await changed(tools);
    await approve();
    await runAll(db, store.writeDefinitions(server.id, reconcile(kept, [listed])));
    expect(await changesOf(owner, server.id)).toEqual([]);
    expect(await invoke(owner, await toolIdOf(owner, server.id, change.name))).toMatchObject({ status: "success" });
  });

  test("of a new tool that the server has taken back meanwhile leaves its tool known", async () => {
    const { owner, server, kept, approve } = await changed([aTool("act"), aTool("fresh")]);
    await approve();
    await runAll(db, store.writeDefinitions(server.id, reconcile(kept, [])));
    expect(await refresh(owner, server.id)).toMatchObject({ status: 200 });
    expect(await invoke(owner, await toolIdOf(owner, server.id, "fresh"))).toMatchObject({ status: "success" });
  });

  test("and a refusal: it is not undone by such a refresh either", async () => {
    const { owner, server, kept, listed } = await changed([aTool("act", { description: "harmless" })]);
    await call("POST", `${SERVERS}/${server.id}/changes/reject`, { key: owner.key, body: {} });
    await runAll(db, store.writeDefinitions(server.id, reconcile(kept, [listed])));
    expect(await changesOf(owner, server.id)).toEqual([]);
    await refresh(owner, server.id);
    expect(await changesOf(owner, server.id)).toEqual([]);
  });
});
