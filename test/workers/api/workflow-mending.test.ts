// What the hub says to whoever got a definition wrong: the mend itself, where there is no doubt about it.

import { applyPatch } from "rfc6902";
import { describe, expect, test } from "vitest";
import { call, newAgent, newTool } from "./hub.ts";

const path = "/api/v1/workflows";

/** As a model writes it that knows other formats. */
const slips = (tool: string) => ({
  workflow: {
    title: "digest",
    version: "1.0",
    inputs: { topic: "string" },
    tasks: {
      fetch: { type: "tool", tool, params: { text: "${input.topic}" }, retries: 2 },
      sum: { tool_id: tool, args: { text: "{{steps.fetch.output}}" }, depends_on: "fetch", timeout: "10s" },
    },
    outputs: { summary: "{{sum.result}}" },
  },
});

describe("a definition with many slips", () => {
  test("every fix of the first answer applied by a plain JSON Patch library makes a definition that is stored", async () => {
    const a = await newAgent();
    const { name } = await newTool(a, "/echo", { inputSchema: { type: "object", required: ["text"] } });
    const definition: Record<string, unknown> = slips(name);
    const answer = (await call("POST", `${path}/check`, { key: a.key, body: definition })).body;
    for (const { fix } of answer.diagnostics) if (fix !== undefined) applyPatch(definition, fix);
    const { status, body } = await call("POST", path, { key: a.key, body: definition });
    expect([status, body.warnings]).toEqual([201, []]);
    expect(body.definition.steps.map(({ id }: { id: string }) => id)).toEqual(["fetch", "sum"]);
  });

  test("with mend=true the hub applies them, and says what is left", async () => {
    const a = await newAgent();
    const { id, name } = await newTool(a);
    const { status, body } = await call("POST", `${path}/check?mend=true`, { key: a.key, body: slips(name) });
    expect(status).toBe(200);
    expect(body.ok).toBe(false);
    expect(body.mended).toMatchObject({ ok: true, diagnostics: [] });
    // All of it is in one wrapper, so it is one fix.
    expect(body.mended.fixes).toBe(1);
    expect(body.mended.definition).toEqual({
      name: "digest",
      inputSchema: { type: "object", properties: { topic: { type: "string" } } },
      steps: [
        { id: "fetch", toolId: id, arguments: { text: "{{input.topic}}" }, retry: { maxAttempts: 3 } },
        {
          id: "sum",
          toolId: id,
          arguments: { text: "{{steps.fetch.result}}" },
          dependsOn: ["fetch"],
          timeoutMs: 10_000,
        },
      ],
      output: { summary: "{{steps.sum.result}}" },
    });
  });

  test("what nobody can know is left, and told", async () => {
    const a = await newAgent();
    const body = {
      name: "x",
      steps: [{ id: "a", toolId: "tool_nexus_echo", arguments: { a: "{{steps.zzz.result}}" } }],
    };
    const { mended } = (await call("POST", `${path}/check?mend=true`, { key: a.key, body })).body;
    expect(mended).toMatchObject({ ok: false, fixes: 0, definition: body });
    expect(mended.diagnostics.map(({ code }: { code: string }) => code)).toEqual(["unknown_step"]);
  });
});

describe("an unknown name", () => {
  const checked = async (key: string, step: Record<string, unknown>) =>
    (await call("POST", `${path}/check`, { key, body: { name: "x", steps: [{ id: "a", ...step }] } })).body
      .diagnostics[0];

  test("of a tool is searched for in the whole registry", async () => {
    const a = await newAgent();
    const { id } = await newTool(a, "/echo", { name: "weather_forecast", description: "Tells tomorrow's weather" });
    const { hint, fix } = await checked(a.key, { toolId: "get_tomorrows_weather" });
    expect(hint).toContain(id);
    expect(fix).toBe(undefined);
  });

  test("of a tool in another form is mended: by its name, by its agent and name, with its version", async () => {
    const a = await newAgent();
    const { id, name } = await newTool(a);
    for (const toolId of [name, name.toUpperCase(), `${id}@1.0.0`]) {
      expect((await checked(a.key, { toolId })).fix).toEqual([{ op: "replace", path: "/steps/0/toolId", value: id }]);
    }
    const full = `${a.id}/${name}@1.0.0`;
    expect((await checked(a.key, { toolId: full })).fix).toEqual([
      { op: "remove", path: "/steps/0/toolId" },
      { op: "add", path: "/steps/0/tool", value: full },
    ]);
    expect((await checked(a.key, { tool: `${a.id}/${name}@9.9.9` })).fix).toEqual([
      { op: "replace", path: "/steps/0/tool", value: `${a.id}/${name}` },
    ]);
  });

  test("of a tool that is surely meant has its arguments and its result checked as that tool's", async () => {
    const a = await newAgent();
    const inputSchema = { type: "object", properties: { text: { type: "string" } }, required: ["text"] };
    const outputSchema = { type: "object", properties: { echo: {} }, additionalProperties: false };
    const { name } = await newTool(a, "/echo", { inputSchema, outputSchema });
    const body = {
      name: "x",
      steps: [
        { id: "a", toolId: name.toUpperCase(), arguments: { text: 5 } },
        { id: "b", action: name, params: { text: "{{steps.a.result.nothing}}" } },
        { id: "c", undo: { uses: name }, transform: 1 },
      ],
    };
    const { diagnostics } = (await call("POST", `${path}/check`, { key: a.key, body })).body;
    expect(diagnostics.map(({ code, pointer }: Record<string, string>) => `${code} ${pointer}`)).toEqual([
      "unknown_field /steps/1/action",
      "unknown_field /steps/1/params",
      "unknown_field /steps/2/undo",
      "unknown_field /steps/2/undo/uses",
      "unknown_tool /steps/0/toolId",
      "unknown_tool /steps/1/action",
      "unknown_tool /steps/2/undo/uses",
      "unknown_result_field /steps/1/params/text",
      "bad_argument /steps/0/arguments/text",
      "missing_argument /steps/2/undo",
      "without_effect /steps/2/undo",
    ]);
  });

  test("of a workflow is mended by its name, and another agent's is not told", async () => {
    const [a, b] = [await newAgent(), await newAgent("B")];
    const own = { name: "nightly", steps: [{ id: "a", transform: 1 }] };
    const { id } = (await call("POST", path, { key: a.key, body: own })).body;
    expect((await checked(a.key, { workflowId: "nightly" })).fix).toEqual([
      { op: "replace", path: "/steps/0/workflowId", value: id },
    ]);
    expect(JSON.stringify(await checked(b.key, { workflowId: "nightly" }))).not.toContain(id);
  });
});
