// What a caller may do while it is still being found out where its request goes.

import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { type Line, PendingRequests } from "../../../api/servers/connected/pending-requests.ts";
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
};

test("a request that is given up before it is known where it goes is never sent", async () => {
  const { 0: socket, 1: other } = new WebSocketPair();
  socket.accept();
  other.accept();
  const heard: unknown[] = [];
  other.addEventListener("message", ({ data }) => heard.push(data));
  const requests = new PendingRequests();
  let find: (line: Line) => void = () => {};
  const asked = requests.ask(question, undefined, new Promise<Line>((resolve) => (find = resolve)));
  requests.giveUp(question.id, "Nobody waits.");
  find({ socket, revision: question.revision });
  expect(await asked).toMatchObject({ type: "failure", failure: { code: "aborted" } });
  socket.send("the last word");
  await expect.poll(() => heard).toEqual(["the last word"]);
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
