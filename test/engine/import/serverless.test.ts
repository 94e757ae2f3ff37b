import { describe, expect, test } from "vitest";
import { importServerless } from "../../../engine/import/serverless/import-serverless.ts";
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
        {
          tell: {
            set: { said: '${ .name + "!" }', for: "${ $workflow.input.petId }", got: "${ $input.name }" },
            output: { as: "${ .said }" },
          },
        },
      ],
      { timeout: { after: "PT1H" } },
    ),
    tools,
  );
  expect(imported.notes).toEqual([]);
  expect(imported.definition).toMatchObject({ name: "pets", description: "About pets", timeoutMs: 3_600_000 });
  const run = await runImported(imported, { petId: 7 }, { tool_find: () => ({ name: "Rex" }) });
  expect(run).toMatchObject({ status: "success", output: "Rex!" });
  expect(run.calls).toEqual([{ tool: "tool_find", arguments: { id: 7, hint: "{{plain}}" } }]);
});

test("$input is what the task was given, $workflow.input what the run was; input.from and output.as shape them", async () => {
  const imported = importServerless(
    workflow(
      [
        {
          one: {
            input: { from: ".a" },
            set: { dot: "${ . }", input: "${ $input }", all: "${ $workflow.input }", gone: "${ .nothing.there }" },
            output: { as: "{ made: ., of: $input }" },
          },
        },
        { inner: { do: [{ two: { set: { before: "${ $input.of }", text: "${ .made.dot.n | tostring }" } } }] } },
      ],
      { input: { from: { a: "${ .outer }" } }, output: { as: { last: "${ . }", from: "${ $input }" } } },
    ),
    tools,
  );
  expect(imported.notes).toEqual([]);
  expect(await runImported(imported, { outer: { n: 1 } })).toMatchObject({
    status: "success",
    output: { last: { before: { n: 1 }, text: "1" }, from: { a: { n: 1 } } },
  });
  const { definition } = importServerless(
    workflow([{ one: { set: "${ . }", output: { as: { was: "${ . }", all: "${ $workflow.input }" } } } }]),
    tools,
  );
  expect(await runImported({ definition, notes: [] }, { n: 1 })).toMatchObject({
    output: { was: { n: 1 }, all: { n: 1 } },
  });
});

test("schemas of the input and the output are the workflow's", async () => {
  const number = { type: "object", properties: { n: { type: "number" } }, required: ["n"] };
  const imported = importServerless(
    workflow([{ one: { set: { n: "${ .n }" } } }], {
      input: { schema: { document: number } },
      output: { schema: { format: "json", document: number } },
    }),
    tools,
  );
  expect([imported.notes, imported.definition]).toMatchObject([[], { inputSchema: number, outputSchema: number }]);
  expect(await runImported(imported, { n: 1 })).toMatchObject({ status: "success", output: { n: 1 } });
});

test("what is missing, zero and empty count in a condition as they do in jq", async () => {
  const imported = importServerless(
    workflow([
      {
        kind: {
          switch: [
            // The default is for what no case takes, wherever it stands.
            { other: { then: "refuse" } },
            { gone: { when: ".type == null", then: "nothing" } },
            { bare: { when: ".flag", then: "flagged" } },
            { unlike: { when: '.type != "cat"', then: "noCat" } },
          ],
        },
      },
      { nothing: { set: { is: "nothing" }, then: "end" } },
      { flagged: { set: { is: "flagged" }, then: "end" } },
      { noCat: { set: { is: "no cat" }, then: "end" } },
      { refuse: { set: { is: "refused" } } },
    ]),
    tools,
  );
  expect(imported.notes).toEqual([]);
  const outcomes = await Promise.all(
    [{}, { type: "cat", flag: 0 }, { type: "cat", flag: "" }, { type: "dog", flag: false }, { type: "cat" }].map(
      async (input) => (await runImported(imported, input)).output,
    ),
  );
  expect(outcomes.map((output) => (output as { is: string }).is)).toEqual([
    "nothing",
    "flagged",
    "flagged",
    "no cat",
    "refused",
  ]);
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

test("for gives what it made of the last item, an empty list leaves what there was; fork, wait, do, if", async () => {
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
              { first: { set: { first: "${ .id }" } } },
              { second: { do: [{ a: { set: { n: 1 } } }, { b: { set: { second: "${ .n + 1 }" } } }] } },
            ],
          },
        },
      },
      { maybe: { if: "${ .[0].first == null }", call: "notify", with: {} } },
    ]),
    tools,
  );
  expect(imported.notes).toEqual([]);
  const run = await runImported(imported, { pets: [{ id: 1 }, { id: 2 }] }, { tool_find: (args) => args });
  expect(run).toMatchObject({ status: "success", output: [{ first: 2 }, { second: 2 }] });
  expect(run.calls.map(({ arguments: args }) => args)).toEqual([
    { id: 1, at: 0 },
    { id: 2, at: 1 },
  ]);
  const none = await runImported(imported, { pets: [], id: 9 }, { tool_notify: () => "told" });
  expect(none).toMatchObject({ status: "success", output: [{ first: 9 }, { second: 2 }] });
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
  expect(imported.notes.map(({ severity, pointer, message }) => [severity, pointer, message])).toEqual([
    ["warning", "/do/0/careful/catch/retry", expect.stringContaining("Only failures that can pass")],
    ["warning", "/do/0/careful/catch", expect.stringContaining("neither status nor instance")],
  ]);
  const broken = { tool_find: () => new Error("down"), tool_notify: (args: Json) => args };
  const run = await runImported(imported, {}, broken);
  expect(run).toMatchObject({ status: "success", output: { text: "down" } });
  expect(run.calls.filter(({ tool }) => tool === "tool_find")).toHaveLength(3);
});

test("http GET is the hub's own tool: {name} in its URI is a field, its result the content", async () => {
  const imported = importServerless(
    workflow([
      {
        get: { call: "http", with: { method: "get", endpoint: "https://example.com/pets/{petId}?q={q}&none={none}" } },
      },
      { tell: { set: { name: "${ .name }" } } },
    ]),
    tools,
  );
  expect(imported.notes).toEqual([]);
  const answers = { tool_nexus_http_get: () => ({ url: "u", status: 200, contentType: null, body: { name: "Rex" } }) };
  const run = await runImported(imported, { petId: 7, q: "a/b ü" }, answers);
  expect(run).toMatchObject({ status: "success", output: { name: "Rex" } });
  expect(run.calls).toEqual([
    { tool: "tool_nexus_http_get", arguments: { url: "https://example.com/pets/7?q=a%2Fb%20%C3%BC&none=" } },
  ]);
  expect((await runImported(imported, { petId: [7] }, answers)).status).toBe("failed");
});

test("a for over http GET gives the content for the last item; a tool for http gets the address filled in", async () => {
  const get = { call: "http", with: { method: "get", endpoint: { uri: "${ $pet.url }" } } };
  const loop = workflow([{ each: { for: { each: "pet", in: ".pets" }, do: [{ get }] } }]);
  const imported = importServerless(loop, tools);
  expect(imported.notes).toEqual([]);
  const pets = [{ url: "a" }, { url: "b" }];
  const body = (args: Json) => ({ url: "u", status: 200, contentType: null, body: [(args as { url: string }).url] });
  const run = await runImported(imported, { pets }, { tool_nexus_http_get: body });
  expect(run).toMatchObject({ status: "success", output: ["b"] });
  const post = { call: "http", with: { method: "post", endpoint: { uri: "https://x/{id}" }, body: { a: "${ .id }" } } };
  const own = importServerless(workflow([{ post }]), new Map([["http", "tool_http"]]));
  expect(own.notes).toEqual([]);
  expect((await runImported(own, { id: 3 }, { tool_http: (args) => args })).output).toEqual({
    method: "post",
    endpoint: { uri: "https://x/3" },
    body: { a: 3 },
  });
});

test("an event is a signal with its timeout; what was heard is a list of one", async () => {
  const imported = importServerless(
    workflow([
      {
        approved: {
          listen: { to: { one: { with: { type: "com.example.approved" } } } },
          timeout: { after: { minutes: 1 } },
        },
      },
      { tell: { set: { by: "${ .[0].by }" } } },
    ]),
    tools,
  );
  expect(imported.notes.map(({ severity, pointer }) => [severity, pointer])).toEqual([
    ["warning", "/do/0/approved/listen"],
  ]);
  const told = [{ atMs: 1_000, name: "com.example.approved", payload: { by: "Ann" } }];
  expect(await runImported(imported, {}, {}, told)).toMatchObject({ status: "success", output: { by: "Ann" } });
  expect(await runImported(imported, {})).toMatchObject({ status: "failed", error: { code: "signal_timeout" } });
});

test("what `use` names is taken from there", async () => {
  const imported = importServerless(
    workflow(
      [
        {
          careful: {
            try: [{ find: { call: "findPet", with: {}, timeout: "short" } }],
            catch: { retry: "twice", do: [{ give: { raise: { error: "gone" } } }] },
          },
        },
      ],
      {
        use: {
          timeouts: { short: { after: "PT10S" } },
          retries: { twice: { delay: { minutes: 2 }, backoff: { exponential: {} }, limit: { attempt: { count: 2 } } } },
          errors: { gone: { type: "https://x/gone", status: 410, title: '${ "no " + .name }' } },
        },
      },
    ),
    tools,
  );
  expect(imported.notes.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(imported.definition["steps"]).toMatchObject([{ timeoutMs: 10_000 }, {}]);
  const run = await runImported(imported, { name: "Rex" }, { tool_find: () => new Error("down") });
  expect([run.status, run.error?.message]).toEqual(["failed", expect.stringContaining("https://x/gone: no Rex")]);
  // 2 and 4 minutes: no bound of ours cuts them short.
  expect([run.calls.length, run.elapsedMs]).toEqual([3, 360_003]);
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
  ...(
    [
      ["an expression within a text", { set: { x: "Hello, ${ .name }" } }, "set"],
      [
        "a URI template of names in names",
        { call: "http", with: { method: "get", endpoint: "https://x/{+a}" } },
        "with/endpoint",
      ],
      [
        "authentication",
        { call: "http", with: { method: "get", endpoint: { uri: "https://x", authentication: { use: "a" } } } },
        "with/endpoint/authentication",
      ],
      [
        "the whole response",
        { call: "http", with: { method: "get", endpoint: "https://x", output: "response" } },
        "with/output",
      ],
      ["arguments that are no object", { call: "findPet", with: "${ . }" }, "with"],
      ["a timeout of a set", { set: {}, timeout: { after: "PT1S" } }, "timeout"],
      ["a timeout of a do", { do: [{ b: { set: {} } }], timeout: { after: "PT1S" } }, "timeout"],
      ["a timeout that cannot be read", { call: "findPet", timeout: { after: "soon" } }, "timeout"],
      ["a timeout that use does not name", { call: "findPet", timeout: "soon" }, "timeout"],
      ["a timeout that is too long for a call", { call: "findPet", timeout: { after: { hours: 1 } } }, "timeout"],
      [
        "a listen's timeout that cannot be read",
        { listen: { to: { one: { with: { type: "t" } } } }, timeout: { after: "P1Y" } },
        "timeout",
      ],
      ["a listen for each event", { listen: { to: { one: { with: { type: "t" } } } }, foreach: {} }, "foreach"],
      [
        "a listen that reads the envelope",
        { listen: { to: { one: { with: { type: "t" } } }, read: "envelope" } },
        "listen",
      ],
      ["a listen that correlates", { listen: { to: { one: { with: { type: "t" }, correlate: {} } } } }, "listen"],
      ["a switch's output", { switch: [{ b: { then: "end" } }], output: { as: "." } }, "output/as"],
      ["an input's schema", { set: {}, input: { schema: { document: {} } } }, "input/schema"],
      ["an output's schema", { set: {}, output: { schema: { document: {} } } }, "output/schema"],
      ["a for over what was made before", { for: { in: ".a" }, do: [{ b: { set: { c: "${ .d }" } } }] }, "do/0/b"],
      ["a for whose list is no list", { for: { each: "x" }, do: [{ b: { set: { c: 1 } } }] }, "for/in"],
      [
        "the end from within a branch",
        { fork: { branches: [{ b: { set: {}, then: "end" } }] } },
        "fork/branches/0/b/then",
      ],
      [
        "an error in the second branch",
        { fork: { branches: [{ b: { set: {} } }, { c: { emit: {} } }] } },
        "fork/branches/1/c/emit",
      ],
      ["an error that use does not name", { raise: { error: "gone" } }, "raise/error"],
      ["a retry that use does not name", { try: [{ b: { call: "findPet" } }], catch: { retry: "x" } }, "catch/retry"],
      [
        "a retry's duration",
        { try: [{ b: { call: "findPet" } }], catch: { retry: { limit: { duration: "PT1M" } } } },
        "catch/retry/limit/duration",
      ],
      [
        "a retry's delay that cannot be read",
        { try: [{ b: { call: "findPet" } }], catch: { retry: { delay: "later" } } },
        "catch/retry/delay",
      ],
      [
        "errors that are caught by their kind",
        { try: [{ b: { call: "findPet" } }], catch: { errors: {} } },
        "catch/errors",
      ],
    ] as const
  ).map(([what, task, pointer]): [string, Json, string, string] => [
    what,
    workflow([{ a: task as unknown as Json }]),
    `/do/0/a/${pointer}`,
    "unmapped_construct",
  ]),
  [
    "an extension",
    workflow([{ a: { set: {} } }], { use: { extensions: [] } }),
    "/use/extensions",
    "unmapped_construct",
  ],
  [
    "a timeout that cannot be read",
    workflow([{ a: { set: {} } }], { timeout: { after: "x" } }),
    "/timeout",
    "unmapped_construct",
  ],
  [
    "a schema elsewhere",
    workflow([{ a: { set: {} } }], { input: { schema: { resource: {} } } }),
    "/input/schema/resource",
    "unmapped_construct",
  ],
  ["two tasks in one", workflow([{ a: { set: {} }, b: { set: {} } }]), "/do/0", "invalid_source"],
  [
    "a second default",
    workflow([{ a: { switch: [{ b: { then: "end" } }, { c: { then: "end" } }] } }]),
    "/do/0/a/switch/1/c",
    "invalid_source",
  ],
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

test("what is nearly the same is told, and imported", () => {
  const retry = { delay: { seconds: 1 }, jitter: { from: { seconds: 1 }, to: { seconds: 2 } } };
  const { notes, definition } = importServerless(
    workflow([{ a: { try: [{ b: { call: "findPet" } }], catch: { retry } } }, { c: { set: { odd: "${ .n % 2 }" } } }]),
    tools,
  );
  expect(notes.map(({ severity, pointer, message }) => [severity, pointer, message])).toEqual([
    [
      "warning",
      "/do/0/a/catch/retry",
      "Only failures that can pass are retried. There are at most 99 retries. The jitter takes away up to half of the delay.",
    ],
    ["warning", "/do/1/c/set", expect.stringContaining("whole numbers")],
  ]);
  expect(definition["steps"]).toMatchObject([{ timeoutMs: 300_000, retry: { maxAttempts: 100 } }, {}]);
});

test.each([20, 70])("%i ways that meet in a task, in a branch or at the end are told apart", async (count) => {
  const ways = (then: string): Json => ({
    switch: Array.from({ length: count }, (_, n): Json => ({ [`c${n}`]: { when: `.n == ${n}`, then } })),
  });
  const imported = importServerless(
    workflow([
      { one: ways("continue") },
      { two: { set: { n: "${ .n + 1 }" } } },
      { three: { fork: { branches: [{ only: { do: [{ pick: ways("exit") }] } }] } } },
      { four: { set: { n: "${ .[0].n - 1 }" } } },
      { five: ways("end") },
    ]),
    tools,
  );
  expect(imported.notes).toEqual([]);
  expect(await runImported(imported, { n: count - 1 })).toMatchObject({ status: "success", output: { n: count - 1 } });
});
