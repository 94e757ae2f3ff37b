// Handoffs over MCP: one model hands work on, another takes and answers it.

import { expect, test } from "vitest";
import { newAgent, newKey, type TestAgent } from "../api/hub.ts";
import { newTagged, read, send } from "../handoffs/agents.ts";
import { ask, result } from "./client.ts";

async function use({ key }: Pick<TestAgent, "key">, name: string, args: Record<string, unknown> = {}) {
  return result("tools/call", { name, arguments: args }, { key });
}

async function names({ key }: TestAgent): Promise<string[]> {
  const { tools } = await result("tools/list", {}, { key, path: "/mcp/v1?tools=few" });
  return tools.map(({ name }: { name: string }) => name).filter((name: string) => name.startsWith("handoff_"));
}

test("a model sends work, another finds it, takes it and answers it; the first reads the answer", async () => {
  const [a, b] = [await newAgent("A"), await newAgent("B")];
  const sent = await use(a, "handoff_send", { toAgentId: b.id, context: { task: "add", n: [1, 2] } });
  const { handoffId } = sent.structuredContent;
  expect((await use(b, "handoff_inbox")).structuredContent.handoffs).toMatchObject([
    { handoffId, fromAgentId: a.id, status: "pending", task: "add" },
  ]);
  const taken = await use(b, "handoff_accept", { handoffId });
  expect(taken.structuredContent).toMatchObject({ status: "accepted", context: { task: "add", n: [1, 2] } });
  expect((await use(b, "handoff_complete", { handoffId, result: { sum: 3 } })).structuredContent.status).toBe(
    "completed",
  );
  expect((await use(a, "handoff_inbox", { handoffId })).structuredContent).toMatchObject({ result: { sum: 3 } });
});

test("what a model can mend is a result that says how; what is not its own is unknown", async () => {
  const [a, b] = [await newAgent("A"), await newAgent("B")];
  const handoffId = await send(a, { toAgentId: b.id, resultSchema: { type: "number" } });
  const told = async (name: string, args: Record<string, unknown>) => {
    const { isError, _meta } = await use(b, name, args);
    expect(isError).toBe(true);
    return _meta["nxscall.com/error"].code;
  };
  expect(await told("handoff_complete", { handoffId })).toBe("handoff_state");
  await use(b, "handoff_accept", { handoffId });
  expect(await told("handoff_complete", { handoffId, result: "x" })).toBe("invalid_result");
  expect(await told("handoff_send", { toAgentId: a.id, parentHandoffId: handoffId, context: {} })).toBe("handoff_loop");
  expect(await told("handoff_send", { tag: "x", context: { artifacts: 1 } })).toBe("invalid_request");
  expect(await told("handoff_send", { context: {} })).toBe("invalid_arguments");
  await use(b, "handoff_fail", { handoffId, message: "too hard" });
  expect((await read(a, handoffId)).failure).toMatchObject({ code: "handoff_failed", message: "too hard" });
  const stranger = await newAgent("S");
  const params = { name: "handoff_accept", arguments: { handoffId } };
  expect((await ask("tools/call", params, { key: stranger.key })).body.error.data.code).toBe("not_found");
  const weak = await newKey(b, { scopes: ["tools:invoke"] });
  expect((await ask("tools/call", params, { key: weak })).body.error.data.code).toBe("insufficient_scope");
});

test("the tools are listed to who takes part in handoffs, so that other lists stay short", async () => {
  expect(await names(await newAgent("none"))).toEqual([]);
  const all = ["handoff_inbox", "handoff_send", "handoff_accept", "handoff_reject", "handoff_complete", "handoff_fail"];
  expect(await names(await newTagged("tagged", "t"))).toEqual(all);
  const [a, b] = [await newAgent("A"), await newAgent("B")];
  await send(a, { toAgentId: b.id });
  for (const agent of [a, b]) expect(await names(agent)).toEqual(all);
});
