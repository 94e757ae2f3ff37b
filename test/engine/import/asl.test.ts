import { describe, expect, test } from "vitest";
import { importAsl } from "../../../engine/import/asl/import-asl.ts";
import type { Json } from "../../../engine/json.ts";
import { isObject } from "../../../engine/schema/resources.ts";
import { runImported } from "./imported.ts";

const ARN = "arn:aws:lambda:eu-central-1:123456789012:function:";
const tools = new Map([
  [`${ARN}CheckStock`, "tool_stock"],
  [`${ARN}Charge`, "tool_charge"],
  [`${ARN}Ship`, "tool_ship"],
  [`${ARN}Apologize`, "tool_apologize"],
]);

const machine = (states: Json, extra: Record<string, Json> = {}): Json => ({
  QueryLanguage: "JSONata",
  StartAt: "First",
  States: states,
  ...extra,
});

const order = machine(
  {
    First: {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Arguments: { FunctionName: `${ARN}CheckStock`, Payload: { sku: "{% $states.input.sku %}", note: "{{plain}}" } },
      Output: "{% $merge([$states.input, {'stock': $states.result.Payload.count}]) %}",
      Retry: [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 2, MaxAttempts: 2, BackoffRate: 2 }],
      Next: "Enough",
    },
    Enough: {
      Type: "Choice",
      Choices: [
        { Condition: "{% $states.input.stock >= $states.input.quantity %}", Next: "Charge" },
        { Condition: "{% $states.input.stock = 0 %}", Next: "Gone" },
      ],
      Default: "Later",
    },
    Charge: {
      Type: "Task",
      Resource: `${ARN}Charge`,
      Arguments: { amount: "{% $states.input.quantity * 10 %}" },
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "Sorry" }],
      Next: "Both",
    },
    Both: {
      Type: "Parallel",
      Branches: [
        {
          StartAt: "Ship",
          States: {
            Ship: { Type: "Task", Resource: `${ARN}Ship`, Arguments: { paid: "{% $states.input.id %}" }, End: true },
          },
        },
        {
          StartAt: "Thank",
          States: { Thank: { Type: "Pass", Output: "{% 'thanks for ' & $states.input.id %}", End: true } },
        },
      ],
      End: true,
    },
    Sorry: { Type: "Task", Resource: `${ARN}Apologize`, Arguments: { why: "{% $states.input.Cause %}" }, End: true },
    Later: { Type: "Wait", Seconds: 60, Next: "Told" },
    Told: { Type: "Succeed", Output: { later: "{% $states.input.sku %}" } },
    Gone: { Type: "Fail", Error: "OutOfStock", Cause: "{% 'no ' & $states.input.sku %}" },
  },
  { Comment: "An order", TimeoutSeconds: 86_400 },
);

describe("an order: Task, Choice, Retry, Catch, Parallel, Wait, Succeed, Fail", () => {
  const imported = importAsl(order, tools);
  const stock = (count: number) => ({ tool_stock: () => ({ count }) });
  const input = { sku: "a1", quantity: 2 };

  test("is mapped whole, and what differs is told", () => {
    expect(imported.notes.map(({ severity, pointer }) => [severity, pointer])).toEqual([
      ["warning", "/States/First/Resource"],
      ["warning", "/States/First/Retry"],
      ["warning", "/States/Charge/Catch/0"],
    ]);
    expect(imported.definition).toMatchObject({ description: "An order", timeoutMs: 86_400_000 });
  });

  test("goes the way of the first choice that holds, and both branches give their values", async () => {
    const run = await runImported(imported, input, {
      ...stock(5),
      tool_charge: () => ({ id: "ch_1" }),
      tool_ship: () => ({ parcel: 7 }),
    });
    expect(run).toMatchObject({ status: "success", output: [{ parcel: 7 }, "thanks for ch_1"] });
    expect(run.calls).toEqual([
      { tool: "tool_stock", arguments: { sku: "a1", note: "{{plain}}" } },
      { tool: "tool_charge", arguments: { amount: 20 } },
      { tool: "tool_ship", arguments: { paid: "ch_1" } },
    ]);
  });

  test("goes where the Catch leads, with the error", async () => {
    const run = await runImported(imported, input, {
      ...stock(5),
      tool_charge: () => new Error("card declined"),
      tool_apologize: (args) => args,
    });
    expect(run).toMatchObject({ status: "success", output: { why: "card declined" } });
  });

  test("waits on the default way, and hands on what it was given", async () => {
    expect(await runImported(imported, input, stock(1))).toMatchObject({ status: "success", output: { later: "a1" } });
  });

  test("fails where a Fail is", async () => {
    const run = await runImported(imported, input, stock(0));
    expect(run.status).toBe("failed");
    expect(run.error?.message).toContain("OutOfStock: no a1");
  });
});

test("a Map goes through its items, with what its ItemSelector makes of each", async () => {
  const imported = importAsl(
    machine({
      First: {
        Type: "Map",
        Items: "{% $states.input.orders %}",
        ItemSelector: { sku: "{% $states.context.Map.Item.Value.sku %}", at: "{% $states.context.Map.Item.Index %}" },
        MaxConcurrency: 2,
        ToleratedFailurePercentage: 50,
        ItemProcessor: {
          StartAt: "One",
          States: {
            One: {
              Type: "Task",
              Resource: `${ARN}Ship`,
              Arguments: { what: "{% $states.input.sku & '-' & $states.input.at %}" },
              End: true,
            },
          },
        },
        Next: "Count",
      },
      Count: { Type: "Pass", Output: { shipped: "{% $count($states.input) %}" }, End: true },
    }),
    tools,
  );
  expect(imported.notes).toMatchObject([{ severity: "warning", pointer: "/States/First/ToleratedFailurePercentage" }]);
  const run = await runImported(imported, { orders: [{ sku: "a" }, { sku: "b" }] }, { tool_ship: (args) => args });
  expect(run).toMatchObject({ status: "success", output: { shipped: 2 } });
  expect(run.calls.map(({ arguments: args }) => args)).toEqual([{ what: "a-0" }, { what: "b-1" }]);
});

test("where ways meet again, the value of the one that was gone counts", async () => {
  const imported = importAsl(
    machine({
      First: { Type: "Choice", Choices: [{ Condition: "{% $states.input.big %}", Next: "Big" }], Default: "Small" },
      Big: { Type: "Pass", Output: { size: "big" }, Next: "Last" },
      Small: { Type: "Pass", Output: { size: "small" }, Next: "Last" },
      Last: { Type: "Pass", Output: "{% 'it is ' & $states.input.size %}", End: true },
    }),
    tools,
  );
  expect(imported.notes).toEqual([]);
  expect(await runImported(imported, { big: true })).toMatchObject({ status: "success", output: "it is big" });
  expect(await runImported(imported, { big: false })).toMatchObject({ status: "success", output: "it is small" });
});

test.each([49, 65])("%i failures that meet are each a failure still", async (count) => {
  const names = Array.from({ length: count }, (_, n) => `Task${n}`);
  const states = names.map((name, n): [string, Json] => [
    name,
    {
      Type: "Task",
      Resource: `${ARN}Ship`,
      Arguments: { n },
      Catch: [{ ErrorEquals: ["States.ALL"], Next: "Notify" }],
      Next: names[n + 1] ?? "Done",
    },
  ]);
  const imported = importAsl(
    {
      QueryLanguage: "JSONata",
      StartAt: "Task0",
      States: {
        ...Object.fromEntries(states),
        Notify: { Type: "Pass", Output: "notified", End: true },
        Done: { Type: "Pass", Output: "done", End: true },
      },
    },
    tools,
  );
  for (const failing of [0, count - 2, count - 1]) {
    const ship = (args: Json) => (isObject(args) && args["n"] === failing ? new Error("it failed") : null);
    expect(await runImported(imported, {}, { tool_ship: ship })).toMatchObject({ output: "notified" });
  }
  expect(await runImported(imported, {}, { tool_ship: () => null })).toMatchObject({
    status: "success",
    output: "done",
  });
});

describe("what a Task's result is", () => {
  const invoke = {
    Type: "Task",
    Resource: "arn:aws:states:::lambda:invoke",
    Arguments: { FunctionName: `${ARN}Ship` },
  };

  test("of lambda:invoke, the Payload, without an Output too", async () => {
    const imported = importAsl(
      machine({
        First: { ...invoke, Next: "Last" },
        Last: {
          Type: "Pass",
          Output: { got: "{% $states.input.Payload %}", list: "{% [$states.input] %}" },
          End: true,
        },
      }),
      tools,
    );
    expect(imported.notes).toMatchObject([{ severity: "warning", pointer: "/States/First/Resource" }]);
    expect(await runImported(imported, {}, { tool_ship: () => [5] })).toMatchObject({
      status: "success",
      output: { got: [5], list: [{ Payload: [5] }] },
    });
  });

  test("of http:invoke, StatusCode and ResponseBody", async () => {
    const get = { ApiEndpoint: "{% 'https://x/' & $states.input.id %}", Method: "GET" };
    const imported = importAsl(
      machine({ First: { Type: "Task", Resource: "arn:aws:states:::http:invoke", Arguments: get, End: true } }),
      tools,
    );
    expect(imported.notes).toMatchObject([{ severity: "warning", pointer: "/States/First/Resource" }]);
    const answers = { tool_nexus_http_get: () => ({ url: "u", status: 200, contentType: null, body: { a: 1 } }) };
    const run = await runImported(imported, { id: 7 }, answers);
    expect(run).toMatchObject({ status: "success", output: { StatusCode: 200, ResponseBody: { a: 1 } } });
    expect(run.calls).toEqual([{ tool: "tool_nexus_http_get", arguments: { url: "https://x/7" } }]);
  });

  test("in a Map, the same for each item, a list of one too", async () => {
    const inner = { ...invoke, Arguments: { ...invoke.Arguments, Payload: { n: "{% $states.input %}" } }, End: true };
    const imported = importAsl(
      machine({
        First: {
          Type: "Map",
          Items: "{% $states.input.list %}",
          ItemProcessor: { StartAt: "One", States: { One: inner } },
          Output: "{% $states.result %}",
          End: true,
        },
      }),
      tools,
    );
    expect(imported.notes).toMatchObject([{ pointer: "/States/First/ItemProcessor/States/One/Resource" }]);
    const ship = { tool_ship: (args: Json) => [args] };
    expect(await runImported(imported, { list: [1] }, ship)).toMatchObject({ output: [{ Payload: [{ n: 1 }] }] });
    expect(await runImported(imported, { list: [1, 2] }, ship)).toMatchObject({
      status: "success",
      output: [{ Payload: [{ n: 1 }] }, { Payload: [{ n: 2 }] }],
    });
  });
});

test("a Choice that no rule fits and that has no Default fails; a rule's condition may be true or false", async () => {
  const imported = importAsl(
    machine({
      First: {
        Type: "Choice",
        Choices: [
          { Condition: false, Next: "Big" },
          { Condition: "{% $states.input.big %}", Output: "{% 'chosen' %}", Next: "Big" },
        ],
      },
      Big: { Type: "Succeed" },
    }),
    tools,
  );
  expect(imported.notes).toEqual([]);
  expect(await runImported(imported, { big: true })).toMatchObject({ status: "success", output: "chosen" });
  const none = await runImported(imported, { big: false });
  expect([none.status, none.error?.message]).toEqual(["failed", expect.stringContaining("States.NoChoiceMatched")]);
});

test("a Catch hands on what its Output makes of the error and of the state's input", async () => {
  const imported = importAsl(
    machine({
      First: {
        Type: "Task",
        Resource: `${ARN}Charge`,
        Arguments: {},
        Catch: [
          {
            ErrorEquals: ["States.ALL"],
            Output: { why: "{% $states.errorOutput.Cause %}", who: "{% $states.input.who %}" },
            Next: "Last",
          },
        ],
        Next: "Last",
      },
      Last: { Type: "Succeed" },
    }),
    tools,
  );
  expect(imported.notes).toMatchObject([{ severity: "warning", pointer: "/States/First/Catch/0" }]);
  expect(await runImported(imported, { who: "Ann" }, { tool_charge: () => new Error("declined") })).toMatchObject({
    status: "success",
    output: { why: "declined", who: "Ann" },
  });
  expect((await runImported(imported, { who: "Ann" }, { tool_charge: () => 1 })).output).toBe(1);
});

test("pauses between retries double without a bound but MaxDelaySeconds; a Task has a minute unless it says", async () => {
  const task = { Type: "Task", Resource: `${ARN}Charge`, Arguments: {}, End: true };
  const retrier = { ErrorEquals: ["States.ALL"], IntervalSeconds: 60, MaxAttempts: 2 };
  const elapsed = async (retry: Json) => {
    const imported = importAsl(machine({ First: { ...task, Retry: [retry] } }), tools);
    expect(imported.definition["steps"]).toMatchObject([{ timeoutMs: 60_000 }]);
    return (await runImported(imported, {}, { tool_charge: () => new Error("down") })).elapsedMs;
  };
  expect(await elapsed(retrier)).toBe(180_003);
  expect(await elapsed({ ...retrier, MaxDelaySeconds: 90 })).toBe(150_003);
});

test("texts, names in backticks and comments of an expression stay as they are", async () => {
  const imported = importAsl(
    machine({
      First: {
        Type: "Pass",
        Output: "{% {'a': '$states.input', \"b\\\"$states.input\": $states . input.`$states.x` /* $states.nope */} %}",
        End: true,
      },
    }),
    tools,
  );
  expect(imported.notes).toEqual([]);
  expect(await runImported(imported, { "$states.x": 1 })).toMatchObject({
    status: "success",
    output: { a: "$states.input", 'b"$states.input': 1 },
  });
});

test("a list within what an ItemSelector makes stays a list of its own", async () => {
  const imported = importAsl(
    machine({
      First: {
        Type: "Map",
        Items: [1, 2],
        ItemSelector: {
          pair: ["{% $states.input.list %}", "{% $states.context.Map.Item.Value %}", [["x"], "{% [] %}"]],
        },
        ItemProcessor: {
          StartAt: "One",
          States: { One: { Type: "Pass", Output: "{% $states.input.pair %}", End: true } },
        },
        End: true,
      },
    }),
    tools,
  );
  expect(imported.notes).toEqual([]);
  expect(await runImported(imported, { list: ["a"] })).toMatchObject({
    status: "success",
    output: [
      [["a"], 1, [["x"], []]],
      [["a"], 2, [["x"], []]],
    ],
  });
});

test("a Wait until a Timestamp, or for Seconds from an expression, ends then", async () => {
  const wait = (fields: Record<string, Json>) =>
    importAsl(machine({ First: { Type: "Wait", ...fields, Next: "Last" }, Last: { Type: "Succeed" } }), tools);
  const input = { at: "2030-01-01T00:00:10Z", s: 5 };
  const until = await runImported(wait({ Timestamp: "{% $states.input.at %}" }), input);
  expect([until.output, until.elapsedMs]).toEqual([input, 10_000]);
  const pause = await runImported(wait({ Seconds: "{% $states.input.s %}" }), input);
  expect([pause.output, pause.elapsedMs]).toEqual([input, 5_000]);
});

const end = { End: true };

describe("Assign: variables are what they were when their state ended", () => {
  const run = async (states: Record<string, Json>, input: Json, answers = {}) => {
    const imported = importAsl(machine(states), tools);
    expect(imported.notes.filter(({ severity }) => severity === "error")).toEqual([]);
    return runImported(imported, input, answers);
  };

  test("they are read by all states after it, and changed all at once by what they were", async () => {
    const states = {
      First: { Type: "Pass", Assign: { a: "{% $states.input.n %}", b: [2, "{% $states.input.n %}"] }, Next: "Swap" },
      Swap: { Type: "Pass", Assign: { a: "{% $b %}", b: "{% $a %}" }, Output: "{% $a %}", Next: "Last" },
      Last: { Type: "Pass", Output: { a: "{% $a %}", b: "{% $b + $sum($a) %}", was: "{% $states.input %}" }, ...end },
    };
    expect((await run(states, { n: 1 })).output).toEqual({ a: [2, 1], b: 4, was: 1 });
  });

  test("a Task's has its result, also beside its Output, and arguments read it", async () => {
    const states = {
      First: {
        Type: "Task",
        Resource: `${ARN}CheckStock`,
        Arguments: {},
        Assign: { stock: "{% $states.result.count %}" },
        Output: "{% $states.result.count + 1 %}",
        Next: "Pause",
      },
      Pause: { Type: "Wait", Seconds: "{% $stock %}", Next: "Ship" },
      Ship: {
        Type: "Task",
        Resource: `${ARN}Ship`,
        Arguments: { n: "{% $stock %}", out: "{% $states.input %}" },
        ...end,
      },
    };
    const { calls, elapsedMs } = await run(states, {}, { tool_stock: () => ({ count: 7 }) });
    expect(calls.at(-1)?.arguments).toEqual({ n: 7, out: 8 });
    expect(elapsedMs).toBeGreaterThanOrEqual(7_000);
  });

  test.each([
    [5, { a: "many", b: 1 }],
    [1, { a: "one", b: 1 }],
    [0, { a: "none", b: 1 }],
  ])("where ways meet, they are those of the way that was gone: %j", async (n, output) => {
    const states = {
      First: { Type: "Pass", Assign: { a: "none", b: 1 }, Next: "Which" },
      Which: {
        Type: "Choice",
        Choices: [
          { Condition: "{% $states.input.n > $b %}", Assign: { a: "many" }, Next: "Last" },
          { Condition: "{% $states.input.n = $b %}", Next: "One" },
        ],
        Default: "Last",
      },
      One: { Type: "Pass", Assign: { a: "one" }, Next: "Last" },
      Last: { Type: "Pass", Output: { a: "{% $a %}", b: "{% $b %}" }, ...end },
    };
    expect((await run(states, { n })).output).toEqual(output);
  });

  test("a Choice's own goes with its Default", async () => {
    const states = {
      First: {
        Type: "Choice",
        Choices: [{ Condition: "{% $states.input.n = 1 %}", Assign: { a: 1 }, Next: "Last" }],
        Assign: { a: 2 },
        Default: "Last",
      },
      Last: { Type: "Pass", Output: "{% $a %}", ...end },
    };
    expect([(await run(states, { n: 1 })).output, (await run(states, { n: 2 })).output]).toEqual([1, 2]);
  });

  test.each([
    [true, "The machine is broken."],
    [false, "fine"],
  ])("a catcher's has the error; without a failure the state's own counts: %j", async (isBroken, output) => {
    const states = {
      First: { Type: "Pass", Assign: { why: "before", who: "me" }, Next: "Call" },
      Call: {
        Type: "Task",
        Resource: `${ARN}Ship`,
        Arguments: {},
        Assign: { why: "fine" },
        Catch: [{ ErrorEquals: ["States.ALL"], Assign: { why: "{% $states.errorOutput.Cause %}" }, Next: "Last" }],
        Next: "Last",
      },
      Last: { Type: "Pass", Output: ["{% $why %}", "{% $who %}"], ...end },
    };
    const answer = () => (isBroken ? new Error("The machine is broken.") : {});
    expect((await run(states, {}, { tool_ship: answer })).output).toEqual([output, "me"]);
  });

  test("branches and maps read those from outside, and what a branch assigns stays in it", async () => {
    const states = {
      First: { Type: "Pass", Assign: { by: 10 }, Next: "Both" },
      Both: {
        Type: "Parallel",
        Branches: [
          {
            StartAt: "Inner",
            States: {
              Inner: { Type: "Pass", Assign: { mine: "{% $by + 1 %}" }, Next: "Told" },
              Told: { Type: "Pass", Output: "{% $mine %}", ...end },
            },
          },
        ],
        Assign: { sum: "{% $states.result[0] %}" },
        Next: "Each",
      },
      Each: {
        Type: "Map",
        Items: "{% [1, 2] %}",
        ItemProcessor: {
          StartAt: "A",
          States: { A: { Type: "Pass", Output: "{% $states.input * $by + $sum %}", ...end } },
        },
        ...end,
      },
    };
    expect((await run(states, {})).output).toEqual([21, 31]);
  });

  test("names in texts, of functions and of parameters are no variables", async () => {
    const states = {
      First: { Type: "Pass", Assign: { sum: [1, 2], now: 3 }, Next: "Last" },
      Last: { Type: "Pass", Output: "{% '$now ' & $sum($sum) & $map([$now], function($x) { $x }) %}", ...end },
    };
    const imported = importAsl(machine(states), tools);
    expect((await runImported(imported, {})).output).toBe("$now 33");
  });

  test("a variable that only some ways assign is no variable where they meet", async () => {
    const states = {
      First: {
        Type: "Choice",
        Choices: [{ Condition: "{% $states.input.n = 1 %}", Assign: { a: 1 }, Next: "Last" }],
        Default: "Last",
      },
      Last: { Type: "Pass", Output: "{% $a %}", ...end },
    };
    expect(importAsl(machine(states), tools).notes).toMatchObject([
      { severity: "error", code: "unmapped_construct", pointer: "/States/Last/Output" },
    ]);
  });
});

const invoke = "arn:aws:states:::lambda:invoke";
const ship = { Type: "Task", Resource: `${ARN}Ship`, Arguments: {}, ...end };
const all = { ErrorEquals: ["States.ALL"], Next: "First" };
const map = { Type: "Map", ...end };
const unmapped: [what: string, source: Json, pointer: string, code: string][] = [
  ["JSONPath", { StartAt: "First", States: { First: { Type: "Succeed" } } }, "/QueryLanguage", "unmapped_construct"],
  ...[[1], { "1a": 1 }, { states: 1 }, { and: 1 }].map((given): (typeof unmapped)[number] => [
    `Assign of ${JSON.stringify(given)}`,
    machine({ First: { Type: "Pass", Assign: given, ...end } }),
    "/States/First/Assign",
    "invalid_source",
  ]),
  [
    "too many variables",
    machine({
      First: { Type: "Pass", Assign: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`v${i}`, i])), ...end },
    }),
    "/States/First/Assign",
    "unmapped_construct",
  ],
  [
    "a variable that the expression has of its own",
    machine({
      First: { Type: "Pass", Assign: { a: 1 }, Next: "Last" },
      Last: { Type: "Pass", Output: "{% ($a := 2; $a) %}", ...end },
    }),
    "/States/Last/Output",
    "unmapped_construct",
  ],
  [
    "an unknown resource",
    machine({ First: { Type: "Task", Resource: "arn:x", ...end } }),
    "/States/First/Resource",
    "unmapped_tool",
  ],
  [
    "a loop",
    machine({ First: { Type: "Pass", Next: "B/b" }, "B/b": { Type: "Pass", Next: "First" } }),
    "/States/B~1b/Next",
    "unmapped_construct",
  ],
  ["Next to nowhere", machine({ First: { Type: "Pass", Next: "Nope" } }), "/States/First/Next", "invalid_source"],
  [
    "a distributed map",
    machine({
      First: {
        Type: "Map",
        ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED" }, States: { A: { Type: "Pass", ...end } } },
        ...end,
      },
    }),
    "/States/First/ItemProcessor/ProcessorConfig",
    "unmapped_construct",
  ],
  [
    "HeartbeatSeconds",
    machine({ First: { Type: "Task", Resource: `${ARN}Ship`, HeartbeatSeconds: 5, ...end } }),
    "/States/First/HeartbeatSeconds",
    "unmapped_construct",
  ],
  [
    "the context object",
    machine({ First: { Type: "Pass", Output: "{% $states.context.Task.Token %}", ...end } }),
    "/States/First/Output",
    "unmapped_construct",
  ],
  ["no object at all", [], "", "invalid_source"],
  ...(
    [
      ["a state in JSONPath", { Type: "Pass", QueryLanguage: "JSONPath", ...end }, "QueryLanguage"],
      ["ResultPath", { ...ship, ResultPath: "$.a" }, "ResultPath"],
      ["a Task without Arguments", { Type: "Task", Resource: `${ARN}Ship`, ...end }, ""],
      ["a timeout by an expression", { ...ship, TimeoutSeconds: "{% $states.input %}" }, "TimeoutSeconds"],
      ["a timeout that is too long for a call", { ...ship, TimeoutSeconds: 900 }, "TimeoutSeconds"],
      ["a second catcher", { ...ship, Catch: [all, all] }, "Catch/1/ErrorEquals"],
      ["a catcher of some errors", { ...ship, Catch: [{ ...all, ErrorEquals: ["A"] }] }, "Catch/0/ErrorEquals"],
      ["a retrier's own field", { ...ship, Retry: [{ ErrorEquals: ["States.ALL"], X: 1 }] }, "Retry/0/X"],
      ["errorOutput out of its place", { ...ship, Output: "{% $states.errorOutput %}" }, "Output"],
      ["a function of theirs", { ...ship, Output: { a: [{ b: "{% $uppercase($uuid()) %}" }] } }, "Output"],
      ["a result out of its place", { Type: "Pass", Output: "{% $states.result %}", ...end }, "Output"],
      [
        "a task token",
        {
          ...ship,
          Resource: "arn:aws:states:::lambda:invoke.waitForTaskToken",
          Arguments: { FunctionName: `${ARN}Ship` },
        },
        "Resource",
      ],
      [
        "a call that is not waited for",
        { ...ship, Resource: invoke, Arguments: { FunctionName: `${ARN}Ship`, InvocationType: "Event" } },
        "Arguments/InvocationType",
      ],
      [
        "a function's Qualifier",
        { ...ship, Resource: invoke, Arguments: { FunctionName: `${ARN}Ship`, Qualifier: "1" } },
        "Arguments/Qualifier",
      ],
      [
        "a Map's inner Assign",
        { ...map, ItemProcessor: { States: { A: { Type: "Pass", Assign: {}, ...end } } } },
        "ItemProcessor/States/A/Assign",
      ],
      [
        "an Iterator's inner Catch",
        { ...map, Iterator: { States: { A: { ...ship, Catch: [] } } } },
        "Iterator/States/A/Catch",
      ],
      ["ItemBatcher", { ...map, ItemBatcher: {}, ItemProcessor: { States: { A: ship } } }, "ItemBatcher"],
      [
        "MaxConcurrency by an expression",
        { ...map, MaxConcurrency: "{% 1 %}", ItemProcessor: { States: { A: ship } } },
        "MaxConcurrency",
      ],
      [
        "two tolerances",
        { ...map, ToleratedFailureCount: 1, ToleratedFailurePercentage: 5, ItemProcessor: { States: { A: ship } } },
        "ToleratedFailureCount",
      ],
      [
        "a branch's own field",
        { Type: "Parallel", Branches: [{ X: 1, StartAt: "A", States: { A: ship } }], ...end },
        "Branches/0/X",
      ],
    ] as const
  ).map(([what, state, pointer]): [string, Json, string, string] => [
    what,
    machine({ First: state as unknown as Json }),
    `/States/First${pointer === "" ? "" : "/"}${pointer}`,
    "unmapped_construct",
  ]),
  [
    "a machine's timeout by an expression",
    machine({ First: ship }, { TimeoutSeconds: "1" }),
    "/TimeoutSeconds",
    "unmapped_construct",
  ],
  [
    "a Wait for no number",
    machine({ First: { Type: "Wait", Seconds: "60", ...end } }),
    "/States/First",
    "invalid_source",
  ],
  ["a Wait for nothing", machine({ First: { Type: "Wait", ...end } }), "/States/First", "invalid_source"],
  [
    "a retrier's text for a number",
    machine({ First: { ...ship, Retry: [{ ErrorEquals: ["States.ALL"], MaxAttempts: "3" }] } }),
    "/States/First/Retry/0/MaxAttempts",
    "invalid_source",
  ],
];

test.each(unmapped)("%s is named with its pointer", (_what, source, pointer, code) => {
  const { notes } = importAsl(source, tools);
  expect(notes).toContainEqual(expect.objectContaining({ pointer, code, severity: "error" }));
  for (const { hint } of notes) expect(hint).not.toBe("");
});

test("a function that an expression defines itself, or that stands in a text, is not taken for one of theirs", () => {
  const own = "{% ($range := function($n) { $n + 1 }; $range($states.input.a) & '$uuid()') %}";
  expect(importAsl(machine({ First: { Type: "Pass", Output: own, ...end } }), tools).notes).toEqual([]);
});

test("a state to which nothing leads is named, in a machine within another too, and what is no machine is told once", () => {
  const alone = { Type: "Frob", Next: "Nowhere" };
  const inner = { StartAt: "A", States: { A: ship, B: alone } };
  const source = machine({ First: { Type: "Parallel", Branches: [inner], ...end }, Alone: alone });
  expect(importAsl(source, tools).notes).toMatchObject([
    { severity: "warning", pointer: "/States/First/Branches/0/States/B", message: 'Nothing leads to "B".' },
    { severity: "warning", pointer: "/States/Alone", message: 'Nothing leads to "Alone".' },
  ]);
  expect(importAsl(null, tools).notes).toMatchObject([{ code: "invalid_source", pointer: "" }]);
});

test("what is nearly the same is told", () => {
  const told = (state: Json) => importAsl(machine({ First: state }), tools).notes;
  expect(told({ ...ship, Arguments: "{% $states.input %}" })).toMatchObject([
    { severity: "warning", pointer: "/States/First/Arguments" },
  ]);
  const retrier = { ErrorEquals: ["A"], BackoffRate: 1.5, JitterStrategy: "FULL" };
  expect(told({ ...ship, Retry: [retrier, retrier] })).toMatchObject([
    { pointer: "/States/First/Retry", message: expect.stringContaining("jitter") },
    { pointer: "/States/First/Retry/0/BackoffRate" },
  ]);
  const inner = { States: { A: ship } };
  expect(told({ ...map, Items: [], ToleratedFailurePercentage: 33.5, ItemProcessor: inner })).toMatchObject([
    { pointer: "/States/First/ToleratedFailurePercentage" },
    { message: "33.5 % become 33 %." },
  ]);
  const choice = { Condition: "{% true %}", Next: "First" };
  expect(told({ Type: "Choice", Output: 1, Choices: [choice], Default: "First" })).toContainEqual(
    expect.objectContaining({ severity: "warning", pointer: "/States/First/Choices/0" }),
  );
});
