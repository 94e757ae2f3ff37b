// Two things that happen to one server at once.

import { expect, inject, test } from "vitest";
import { call, newAgent } from "../api/hub.ts";
import { aTool, changingServer, invoke, newServer, refresh, SERVERS, toolIdOf } from "./upstream.ts";

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
  await expect.poll(moved).toContain(elsewhere.path);
  await elsewhere.has({ down: true });
  await upstream.has({ tools: [aTool("act"), aTool("old")] });
  await Promise.all([reading, moving]);
  const { body } = await call("GET", `${SERVERS}/${server.id}`, { key: owner.key });
  expect(body).toMatchObject({ stale: true, counts: { tools: 1, heldChanges: 0 } });
  expect((await invoke(owner, toolId)).error).toMatchObject({ code: "provider_unavailable" });
});
