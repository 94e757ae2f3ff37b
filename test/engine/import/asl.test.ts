import { describe, expect, test } from "vitest";
import { importAsl } from "../../../engine/import/asl.ts";
import type { Json } from "../../../engine/json.ts";
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
      Output: "{% $merge([$states.input, {'stock': $states.result.count}]) %}",
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

  test("is mapped whole", () => {
    expect(imported.notes).toEqual([]);
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
  expect(imported.notes).toEqual([]);
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

const end = { End: true };
const unmapped: [what: string, source: Json, pointer: string, code: string][] = [
  ["JSONPath", { StartAt: "First", States: { First: { Type: "Succeed" } } }, "/QueryLanguage", "unmapped_construct"],
  [
    "Assign",
    machine({ First: { Type: "Pass", Assign: { a: 1 }, ...end } }),
    "/States/First/Assign",
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
];

test.each(unmapped)("%s is named with its pointer", (_what, source, pointer, code) => {
  const { notes } = importAsl(source, tools);
  expect(notes).toContainEqual(expect.objectContaining({ pointer, code, severity: "error" }));
  for (const { hint } of notes) expect(hint).not.toBe("");
});
