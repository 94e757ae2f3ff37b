// A trace that a client begins goes on in the hub and at the provider, in every revision and over every transport.

import { beforeAll, describe, expect, test } from "vitest";
import { call, newAgent, newTool } from "../api/hub.ts";
import type { TestAgent } from "../api/hub.ts";
import { CURRENT, OldClient, result } from "./client.ts";

const TRACE = "0af7651916cd43dd8448eb211c80319c";
const SPAN = "b7ad6b7169203331";
const meta = { traceparent: `00-${TRACE}-${SPAN}-01`, tracestate: "vendor=a" };

let a: TestAgent;
let tool: { id: string };

beforeAll(async () => {
  a = await newAgent();
  tool = await newTool(a, "/headers");
});

type Calling = (meta: Record<string, unknown>) => Promise<{ content: [{ text: string }] }>;

async function calling(revision: string): Promise<Calling> {
  const params = { name: tool.id, arguments: {} };
  if (revision === CURRENT) return (_meta) => result("tools/call", params, { key: a.key, meta: _meta });
  const client = new OldClient(a, revision);
  await client.initialize();
  return (_meta) => client.result("tools/call", { ...params, _meta });
}

test("in a session too, the trace goes on that an HTTP request's headers name", async () => {
  const client = new OldClient(a, "2025-11-25");
  await client.initialize();
  const body = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: tool.id, arguments: {} } };
  const headers = { ...client.headers(), traceparent: meta.traceparent };
  const answer = await call("POST", "/mcp/v1", { key: a.key, body, headers });
  expect(answer.body).toContain(`00-${TRACE}-`);
});

describe.each([CURRENT, "2025-11-25"])("%s", (revision) => {
  test("the provider sees the trace that `_meta` names, in a span of the hub's own", async () => {
    const { content } = await (await calling(revision))(meta);
    const { traceparent, tracestate } = JSON.parse(content[0].text).headers;
    expect(traceparent).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-01$`));
    expect(traceparent).not.toContain(SPAN);
    expect(tracestate).toBe("vendor=a");
  });

  test.each([["00-zz-zz-01"], [7], ["\u0000"], [null]])("%j names none, and harms nothing", async (traceparent) => {
    const { content } = await (await calling(revision))({ traceparent });
    expect(JSON.parse(content[0].text).headers.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-0[0-3]$/);
  });
});
