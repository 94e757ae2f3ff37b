import { describe, expect, test } from "vitest";
import { importServerless } from "../../../engine/import/serverless.ts";
import type { Json } from "../../../engine/json.ts";
import { runImported } from "./imported.ts";

const tools = new Map([
  ["findPet", "tool_find"],
  ["notify", "tool_notify"],
]);

const workflow = (tasks: Json, extra: Record<string, Json> = {}): Json => ({
  document: { dsl: "1.0.0", namespace: "test", name: "pets", version: "0.1.0", summary: "About pets" },
  do: tasks,
  ...extra,
});

test("call, set, output.as: each task sees what the one before gave", async () => {
  const imported = importServerless(
    workflow(
      [
        {
          find: {
            call: "findPet",
            with: { id: "${ .petId }", hint: "{{plain}}" },
            timeout: { after: { seconds: 10 } },
          },
        },
        { tell: { set: { said: '${ .name + "!" }', for: "${ $input.petId }" }, output: { as: "${ .said }" } } },
      ],
      { timeout: { after: "PT1H" } },
    ),
    tools,
  );
  expect(imported.notes).toEqual([]);
  expect(imported.definition).toMatchObject({ name: "pets", description: "About pets", timeoutMs: 3_600_000 });
  const run = await runImported(imported, { petId: 7 }, { tool_find: () => ({ name: "Rex" }) });
  expect(run.calls).toEqual([{ tool: "tool_find", arguments: { id: 7, hint: "{{plain}}" } }]);
});

describe("switch, raise, then", () => {
  const imported = importServerless(
    workflow([
      {
        kind: {
          switch: [
            { dog: { when: '${ .type == "dog" and .age > 1 }', then: "walk" } },
            { bird: { when: '.type == "bird"', then: "fly" } },
            { other: { then: "refuse" } },
          ],
        },
      },
      { walk: { set: { does: "walks" }, then: "end" } },
      { fly: { set: { does: "flies" }, then: "end" } },
      { refuse: { raise: { error: { type: "https://x/unknown", status: 400, title: "unknown pet" } } } },
    ]),
    tools,
  );

  test("is mapped whole", () => expect(imported.notes).toEqual([]));

  test.each([
    [{ type: "dog", age: 2 }, "walks"],
    [{ type: "bird", age: 1 }, "flies"],
  ])("%j goes its way", async (input, does) => {
    expect(await runImported(imported, input)).toMatchObject({ status: "success", output: { does } });
  });

  test("what no case takes fails as it says", async () => {
    const run = await runImported(imported, { type: "fish", age: 1 });
    expect([run.status, run.error?.message]).toEqual(["failed", expect.stringContaining("unknown pet")]);
  });
});

test("for, fork, wait, do, if: lists in order, branches side by side", async () => {
  const imported = importServerless(
    workflow([
      {
        each: {
          for: { each: "pet", in: "${ .pets }", at: "i" },
          do: [{ one: { call: "findPet", with: { id: "${ $pet.id }", at: "${ $i }" } } }],
        },
      },
      { pause: { wait: { minutes: 5 } } },
      {
        both: {
          fork: {
            branches: [
              { first: { set: { first: "${ .[0].id }" } } },
              { second: { do: [{ a: { set: { n: 1 } } }, { b: { set: { second: "${ .n + 1 }" } } }] } },
            ],
          },
        },
      },
      { maybe: { if: '${ .[0].first == "nobody" }', call: "notify", with: {} } },
    ]),
    tools,
  );
  expect(imported.notes).toEqual([]);
  const run = await runImported(imported, { pets: [{ id: 1 }, { id: 2 }] }, { tool_find: (args) => args });
  expect(run).toMatchObject({ status: "success", output: [{ first: 1 }, { second: 2 }] });
  expect(run.calls.map(({ arguments: args }) => args)).toEqual([
    { id: 1, at: 0 },
    { id: 2, at: 1 },
  ]);
});

test("try: retried as it says, then caught, then the flow goes on", async () => {
  const imported = importServerless(
    workflow([
      {
        careful: {
          try: [{ find: { call: "findPet", with: { id: 1 } } }],
          catch: {
            as: "problem",
            retry: { delay: { seconds: 1 }, backoff: { exponential: {} }, limit: { attempt: { count: 2 } } },
            do: [{ note: { set: { why: "${ $problem.detail }" } } }],
          },
        },
      },
      { tell: { call: "notify", with: { text: "${ .why }" } } },
    ]),
    tools,
  );
  expect(imported.notes).toEqual([]);
  const broken = { tool_find: () => new Error("down"), tool_notify: (args: Json) => args };
  const run = await runImported(imported, {}, broken);
  expect(run).toMatchObject({ status: "success", output: { text: "down" } });
  expect(run.calls.filter(({ tool }) => tool === "tool_find")).toHaveLength(3);
});

test("http GET is the hub's own tool; an event is a signal", () => {
  const imported = importServerless(
    workflow([
      { get: { call: "http", with: { method: "get", endpoint: "https://example.com/pets" } } },
      { approved: { listen: { to: { one: { with: { type: "com.example.approved" } } } } } },
    ]),
    tools,
  );
  expect(imported.notes.map(({ severity, pointer }) => [severity, pointer])).toEqual([
    ["warning", "/do/1/approved/listen"],
  ]);
  expect(imported.definition["steps"]).toMatchObject([
    { toolId: "tool_nexus_http_get", arguments: { url: "https://example.com/pets" } },
    { wait: { signal: "com.example.approved" } },
  ]);
});

const unmapped: [what: string, source: Json, pointer: string, code: string][] = [
  ["an unknown function", workflow([{ a: { call: "nope" } }]), "/do/0/a/call", "unmapped_tool"],
  [
    "http POST",
    workflow([{ a: { call: "http", with: { method: "post", endpoint: "https://x" } } }]),
    "/do/0/a/call",
    "unmapped_tool",
  ],
  ["emit", workflow([{ a: { emit: {} } }]), "/do/0/a/emit", "unmapped_construct"],
  ["run", workflow([{ a: { run: {} } }]), "/do/0/a/run", "unmapped_construct"],
  ["jq beyond its subset", workflow([{ a: { set: { x: "${ map(.a) }" } } }]), "/do/0/a/set", "unmapped_construct"],
  ["a way back", workflow([{ a: { set: {} } }, { b: { set: {}, then: "a" } }]), "/do/1/b/then", "unmapped_construct"],
  ["export", workflow([{ a: { set: {}, export: { as: "${ . }" } } }]), "/do/0/a/export", "unmapped_construct"],
  [
    "competing branches",
    workflow([{ a: { fork: { compete: true, branches: [{ b: { set: {} } }] } } }]),
    "/do/0/a/fork/compete",
    "unmapped_construct",
  ],
  [
    "a schedule",
    workflow([{ a: { set: {} } }], { schedule: { cron: "* * * * *" } }),
    "/schedule",
    "unmapped_construct",
  ],
  ["another version", { document: { dsl: "0.8" }, do: [] }, "/document/dsl", "invalid_source"],
  ["no tasks", workflow([]), "/do", "invalid_source"],
];

test.each(unmapped)("%s is named with its pointer", (_what, source, pointer, code) => {
  const { notes } = importServerless(source, tools);
  expect(notes).toContainEqual(expect.objectContaining({ pointer, code, severity: "error" }));
});
