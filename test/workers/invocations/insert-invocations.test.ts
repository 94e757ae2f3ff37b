import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { insertInvocations, type InvocationRecord } from "../../../api/invocations/insert-invocations.ts";
import { newId } from "../../../api/platform/ids.ts";
import { registerTool } from "../runtime/provider.ts";

test("a tool's numbers are those of its calls in the log, however often a call is written", async () => {
  const toolId = newId("tool");
  await registerTool(toolId, "/mirror");
  const calls = [call(toolId, "success", 10), call(toolId, "error", 30), call(toolId, "timeout", 110)];
  await insertInvocations(env.DB, calls);
  await insertInvocations(env.DB, calls);
  await insertInvocations(env.DB, [call(toolId, "success", 50)]);
  expect(await numbersOf(toolId)).toEqual({ call_count: 4, avg_latency_ms: 50, success_rate: 0.5 });
});

test("a call counts once it has an outcome, and the later record of it stands", async () => {
  const toolId = newId("tool");
  await registerTool(toolId, "/mirror");
  const { latencyMs: _, ...pending } = call(toolId, "pending", 0);
  await insertInvocations(env.DB, [pending]);
  expect(await numbersOf(toolId)).toEqual({ call_count: 0, avg_latency_ms: 0, success_rate: 1 });
  await insertInvocations(env.DB, [{ ...pending, status: "success", latencyMs: 20 }]);
  expect(await numbersOf(toolId)).toEqual({ call_count: 1, avg_latency_ms: 20, success_rate: 1 });
  const rows = await env.DB.prepare("SELECT status FROM mcp_invocations WHERE id = ?").bind(pending.id).all();
  expect(rows.results).toEqual([{ status: "success" }]);
});

test("what is known of a call's outcome is not forgotten for a record that comes late and has none", async () => {
  const toolId = newId("tool");
  await registerTool(toolId, "/mirror");
  const settled = call(toolId, "error", 20);
  await insertInvocations(env.DB, [settled]);
  await insertInvocations(env.DB, [{ ...settled, status: "running" }, call(toolId, "running", 0)]);
  const rows = await env.DB.prepare("SELECT status FROM mcp_invocations WHERE tool_id = ? ORDER BY 1")
    .bind(toolId)
    .all();
  expect(rows.results).toEqual([{ status: "error" }, { status: "running" }]);
});

function call(toolId: string, status: InvocationRecord["status"], latencyMs: number): InvocationRecord {
  const createdAt = "2030-01-01T00:00:00.000Z";
  return { id: newId("inv"), toolId, callerAgentId: "agent_caller", status, latencyMs, createdAt };
}

async function numbersOf(toolId: string): Promise<unknown> {
  return env.DB.prepare("SELECT call_count, avg_latency_ms, success_rate FROM mcp_tools WHERE id = ?")
    .bind(toolId)
    .first();
}
