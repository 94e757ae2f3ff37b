// What a provider streams, to clients that call its tool in every revision.

import { beforeAll, describe, expect, test } from "vitest";
import { grown } from "../../../api/mcp/call-context.ts";
import { newAgent, newTool } from "../api/hub.ts";
import type { Answer, TestAgent } from "../api/hub.ts";
import { CURRENT, messagesOf, OldClient, send } from "./client.ts";

let a: TestAgent;

beforeAll(async () => {
  a = await newAgent();
});

const ITEMS = [{ n: 1 }, { n: 2 }, { n: 3 }];

type Calling = (params: Record<string, unknown>, meta: Record<string, unknown>) => Promise<Answer>;

async function calling(revision: string): Promise<Calling> {
  if (revision === CURRENT) return (params, meta) => send("tools/call", params, { key: a.key, meta });
  const client = new OldClient(a, revision);
  await client.initialize();
  return (params, _meta) =>
    client.send({ jsonrpc: "2.0", id: "call", method: "tools/call", params: { ...params, _meta } });
}

describe.each([CURRENT, "2025-11-25", "2025-06-18", "2025-03-26"])("%s", (revision) => {
  test.each(["events", "lines"])(
    "%s of a provider come as progress, in order, and all of them at the end",
    async (format) => {
      const tool = await newTool(a, `/stream?format=${format}&count=3`);
      const makeCall = await calling(revision);
      const { body } = await makeCall({ name: tool.id, arguments: {} }, { progressToken: 7 });
      const messages = messagesOf(body);
      const progress = messages.filter(({ method }) => method === "notifications/progress");
      expect(progress.map(({ params }) => params._meta["nxscall.com/partial"])).toEqual(ITEMS);
      expect(progress.map(({ params }) => [params.progressToken, params.progress])).toEqual([
        [7, 1],
        [7, 2],
        [7, 3],
      ]);
      expect(JSON.parse(messages.at(-1).result.content[0].text)).toEqual(ITEMS);
    },
  );

  test("a client that asks for no progress gets the whole alone", async () => {
    const tool = await newTool(a, "/stream?format=events&count=3");
    const makeCall = await calling(revision);
    const { body } = await makeCall({ name: tool.id, arguments: {} }, {});
    const messages = typeof body === "string" ? messagesOf(body) : [body];
    expect(messages).toHaveLength(1);
    expect(JSON.parse(messages[0].result.content[0].text)).toEqual(ITEMS);
  });

  test("a stream that breaks off is a failed call, after the items that came", async () => {
    const tool = await newTool(a, "/stream?format=events&count=3&breaksOff=1");
    const makeCall = await calling(revision);
    const { body } = await makeCall({ name: tool.id, arguments: {} }, { progressToken: 7 });
    const messages = messagesOf(body);
    expect(messages.length).toBeGreaterThan(1);
    expect(messages.at(-1).result.isError).toBe(true);
  });
});

test("progress is told as it is counted, and grows with each notification even where nobody counts on", () => {
  const told: number[] = [];
  for (const progress of [0, 0, 3, 3, 2, 1e9, 1e9, 1e9 + 1, -5]) told.push(grown(told.at(-1) ?? null, progress));
  expect(told.toSorted((one, other) => one - other)).toEqual(told);
  expect(new Set(told).size).toBe(told.length);
  expect([told[0], told[2], told[5], told[7]]).toEqual([0, 3, 1e9, 1e9 + 1]);
});
