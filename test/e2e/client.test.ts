// The generated client against a hub of its own.

import { afterAll, beforeAll, expect, test } from "vitest";
import { createClient } from "../../client/client.ts";
import { answerOf, ProblemError } from "../../client/problem-error.ts";
import { rowsOf } from "../../client/rows.ts";
import { HubClient } from "../../scripts/hub-client.ts";
import { type HubProcess, startHubProcess } from "../harness/hub-process.ts";

let hub: HubProcess;
let client: HubClient;

beforeAll(async () => {
  hub = await startHubProcess();
  ({ client } = await new HubClient(hub.url).register("client"));
});

afterAll(() => hub.stop());

test("a list is one sequence, however many pages it has", async () => {
  const names = ["a", "b", "c", "d", "e"];
  for (const name of names) await client.publish({ name, endpoint: "http://127.0.0.1:9/x", tags: ["paged"] });
  const found = [];
  const tools = rowsOf((cursor) => {
    const query = { tag: "paged", limit: 2, ...cursor };
    return answerOf(client.api.GET("/api/v1/mcp/tools", { params: { query } }));
  });
  for await (const { name } of tools) found.push(name);
  expect(found.toSorted()).toEqual(names);
});

test("a refusal is thrown with the hub's code, words and request id", async () => {
  const refused = client.invoke("tool_nexus_hash", {});
  await expect(refused).rejects.toThrow(ProblemError);
  await expect(refused).rejects.toMatchObject({
    status: 422,
    code: "invalid_arguments",
    requestId: expect.stringMatching(/^req_/),
    problem: { errors: [{ pointer: "/arguments" }] },
  });
});

test("a POST that is sent twice under one key does its work once", async () => {
  const once = () =>
    answerOf(
      client.api.POST("/api/v1/mcp/tools", {
        params: { header: { "Idempotency-Key": "once" } },
        body: { name: "once", endpoint: "http://127.0.0.1:9/x" },
      }),
    );
  expect((await once()).id).toBe((await once()).id);
});

test("a token that changes is asked for at every call", async () => {
  const shown: string[] = [];
  const key = async () => {
    const { token } = await answerOf(client.api.POST("/api/v1/auth/token", { body: { expiresIn: 60 } }));
    shown.push(token);
    return token;
  };
  const byToken = createClient({ url: hub.url, key });
  await answerOf(byToken.GET("/api/v1/keys"));
  await answerOf(byToken.GET("/api/v1/auth/session"));
  expect(shown).toHaveLength(2);
});
