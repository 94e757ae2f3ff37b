// What a caller may do while it is still being found out where its request goes.

import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { type Line, PendingRequests } from "../../../api/servers/connected/pending-requests.ts";
import { eventually } from "../../harness/eventually.ts";
import { newAgent } from "../api/hub.ts";
import { newName, served, serveByHand, SILENT } from "./serving.ts";

const question = {
  id: "asked",
  method: "tools/call",
  message: JSON.stringify({ jsonrpc: "2.0", id: "asked", method: "tools/call", params: { name: "act" } }),
  revision: "2026-07-28",
  patienceMs: 0,
  timeoutMs: 20_000,
  isRepeatable: false,
  callerAgentId: null,
};

/** A socket, and what is heard at its other end. */
function pair() {
  const { 0: socket, 1: other } = new WebSocketPair();
  socket.accept();
  other.accept();
  const heard: unknown[] = [];
  other.addEventListener("message", ({ data }) => void heard.push(data));
  return { socket, heard };
}

test("a request that is given up before it is known where it goes is never sent", async () => {
  const { socket, heard } = pair();
  const requests = new PendingRequests();
  const { promise, resolve: find } = Promise.withResolvers<Line>();
  const asked = requests.ask(question, undefined, () => promise);
  requests.giveUp(question.id, "Nobody waits.");
  find({ socket, revision: question.revision });
  expect(await asked).toMatchObject({ type: "failure", failure: { code: "aborted" } });
  socket.send("the last word");
  await eventually(async () => heard).toEqual(["the last word"]);
});

test("a request that was sent while it was being found out where it goes is not failed where that fails", async () => {
  const { socket, heard } = pair();
  const requests = new PendingRequests();
  const { promise, reject: fail } = Promise.withResolvers<Line>();
  const asked = requests.ask(question, undefined, () => promise);
  requests.release({ socket, revision: question.revision });
  fail(new Error("the registry is away"));
  await eventually(async () => heard).toEqual([question.message]);
  requests.answer(socket, question.id, "the answer");
  expect(await asked).toEqual({ type: "answer", message: "the answer" });
});

test("for a request over the most that may be at an agent nothing is looked up", async () => {
  const requests = new PendingRequests();
  const ids = Array.from({ length: 1_000 }, (_, n) => `asked-${n}`);
  const waiting = ids.map((id) => requests.ask({ ...question, id }, undefined, () => new Promise<Line>(() => {})));
  let lookups = 0;
  const refused = await requests.ask(question, undefined, async () => (lookups++, null));
  expect([refused, lookups]).toMatchObject([{ type: "failure", failure: { code: "provider_busy" } }, 0]);
  for (const id of ids) requests.giveUp(id, "Nobody waits.");
  await Promise.all(waiting);
  // With room, it is.
  await requests.ask(question, undefined, async () => (lookups++, null));
  expect(lookups).toBe(1);
});

test("a request whose socket is replaced while its key is looked at goes to the newer one", async () => {
  const owner = await newAgent();
  const name = newName();
  const older = await serveByHand(owner, name);
  const { id } = await served(owner, name);
  const newer = await serveByHand(owner, name, ({ method }) => (method === "server/discover" ? SILENT : undefined));
  await newer.hears(({ method }) => method === "server/discover");
  const answer = await runInDurableObject(env.CONNECTED_AGENT.getByName(id), (agent, state) => {
    const asked = agent.ask(question);
    for (const socket of state.getWebSockets()) {
      const held = socket.deserializeAttachment() as { state: string };
      if (held.state === "serving") socket.close(1000);
      else socket.serializeAttachment({ ...held, state: "serving", revision: question.revision });
    }
    return asked;
  });
  expect(answer).toMatchObject({ type: "answer", message: expect.stringContaining("done") });
  expect(older.heard.filter(({ method }) => method === "tools/call")).toEqual([]);
});
