// A definition on the canvas: what is edited, and what is not.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type BuilderAction, type BuilderState, builderState, reduced } from "../../dashboard/canvas/builder-state.ts";
import { documentOf, documentOfText, edited, rewritten } from "../../dashboard/canvas/document.ts";
import { advanced, historyOf, redone, undone } from "../../dashboard/canvas/history.ts";
import {
  addSteps,
  connect,
  copiedSteps,
  disconnect,
  idOf,
  removeSteps,
  renameStep,
  setValue,
  stepsIn,
  stepsOf,
} from "../../dashboard/canvas/step-edits.ts";
import { rangeOf } from "../../dashboard/canvas/written-json.ts";
import { STEP_ID_PATTERN } from "../../engine/definition/limits.ts";
import type { Json } from "../../engine/json.ts";
import { applyPatch, type Patch } from "../../engine/plan/patch.ts";
import { append, valueAt } from "../../engine/schema/pointer.ts";
import { anyDefinition, anyLayout, anyStep } from "./arbitrary-definition.ts";

const RUNS = { numRuns: 1_000 };
const anyText = fc.tuple(anyDefinition, anyLayout).map(([definition, layout]) => layout(definition));

/** Every place of a value, by its pointer. */
function pointersOf(value: Json, at = ""): string[] {
  if (typeof value !== "object" || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => pointersOf(inner, append(at, key)))];
}

/** Some edit of the definition, as the canvas, a form or a fix makes it. */
function anyEdit(definition: Json): fc.Arbitrary<Patch> {
  const count = stepsOf(definition).length;
  const index = fc.nat({ max: Math.max(0, count - 1) });
  const id = fc.constantFrom("search", "enrich", "sum-up", "_4", "last", "new", "not an id");
  // In an empty definition there is no place but the whole.
  const [, ...places] = pointersOf(definition);
  return fc.oneof(
    fc.array(anyStep, { maxLength: 3 }).map((steps) => addSteps(definition, steps).patch),
    fc.uniqueArray(index, { maxLength: count }).map((indexes) => removeSteps(definition, indexes)),
    fc.tuple(id, index).map(([from, at]) => connect(definition, from, at)),
    fc.tuple(id, index).map(([from, at]) => disconnect(definition, from, at)),
    fc.tuple(index, id).map(([at, to]) => renameStep(definition, at, to)),
    places.length === 0
      ? fc.constant<Patch>([])
      : fc
          .tuple(fc.constantFrom(...places), fc.option(anyStep, { nil: undefined }))
          .map(([pointer, value]) => setValue(definition, pointer, value)),
    fc.tuple(index, fc.nat({ max: count })).map(([from, to]): Patch => {
      if (count === 0) return [];
      return [{ op: "move", from: `/steps/${from}`, path: `/steps/${Math.min(to, count - 1)}` }];
    }),
  );
}

/** What somebody does on the page and takes back again: by undo, or by hand. */
function anyDetour(start: BuilderState): fc.Arbitrary<readonly BuilderAction[]> {
  const { graph, history } = start;
  const definition = history.now.value;
  const ids = stepsOf(definition).map(idOf);
  const own = graph.steps.map(({ key }) => key).filter((key) => ids.indexOf(key) === ids.lastIndexOf(key));
  const named = own.filter((key) => STEP_ID_PATTERN.test(key));
  const isOpen = Array.isArray(valueAt(definition, ["steps"]));
  const takenBack = (action: BuilderAction): readonly BuilderAction[] =>
    // What changes nothing leaves nothing to undo.
    reduced(start, action).history === history ? [action] : [action, { type: "undo" }];
  const edit = anyEdit(definition).map((patch) => takenBack({ type: "edit", patch: () => patch }));
  const note = anyStep.map((value): readonly BuilderAction[] => [
    { type: "edit", patch: (now) => setValue(now, "/put-in", value) },
    { type: "edit", patch: (now) => setValue(now, "/put-in", undefined) },
  ]);
  const step = anyStep.map((source): readonly BuilderAction[] => [
    { type: "add", steps: [{ ...source, id: "put-in" }], at: { x: 1, y: 2 } },
    { type: "remove", keys: ["put-in"] },
  ]);
  const renamed = (key: string): readonly BuilderAction[] => [
    { type: "rename", key, to: "other-wise" },
    { type: "move", places: [["other-wise", { x: 3, y: 4 }]] },
    { type: "rename", key: "other-wise", to: key },
  ];
  const removed = fc.subarray(graph.steps.map(({ key }) => key)).map((keys) => takenBack({ type: "remove", keys }));
  const written = anyText.map((text) => takenBack({ type: "write", text }));
  return fc.oneof(
    edit,
    note,
    removed,
    written,
    ...(isOpen ? [step] : []),
    ...(named.length > 0 ? [fc.constantFrom(...named).map(renamed)] : []),
    fc.constant<readonly BuilderAction[]>([{ type: "tidy" }, { type: "select", keys: own }]),
  );
}

test("JSON, canvas, JSON: what was opened, drawn, changed and changed back is saved as the same value, key by key", () => {
  const anyCourse = anyDefinition.chain((definition) => {
    const start = builderState(documentOf(definition));
    return fc.tuple(fc.constant(definition), fc.constant(start), fc.array(anyDetour(start), { maxLength: 4 }));
  });
  fc.assert(
    fc.property(anyCourse, ([definition, start, detours]) => {
      const saved = detours.flat().reduce(reduced, start).history.now.value;
      expect(JSON.stringify(saved)).toBe(JSON.stringify(definition));
    }),
    RUNS,
  );
});

test("all steps of a definition, copied from its canvas into an empty one, are the same bytes", () => {
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 6 }), (steps) => {
      const ids = steps.map((step, at) => ({ ...step, id: `step_${at}` }));
      const { value } = documentOf({ name: "from", steps: ids });
      const copied = stepsIn(copiedSteps(value, [...ids.keys()])) ?? [];
      const empty = documentOf({ name: "to", steps: [] });
      const pasted = edited(empty, addSteps(empty.value, copied).patch);
      expect(JSON.stringify(stepsOf(pasted.value))).toBe(JSON.stringify(ids));
    }),
    RUNS,
  );
});

test("an edit says the same of the text as of the value, order of keys included", () => {
  const anyEdited = anyText.chain((text) => fc.tuple(fc.constant(text), anyEdit(JSON.parse(text) as Json)));
  fc.assert(
    fc.property(anyEdited, ([text, patch]) => {
      const before = documentOfText(text);
      const { value } = edited(before, patch);
      expect(JSON.stringify(value)).toBe(JSON.stringify(applyPatch(before.value, patch) ?? before.value));
    }),
    RUNS,
  );
});

test("an edit of one place leaves every byte before and after it", () => {
  const anyPlace = anyText.chain((text) =>
    fc.tuple(fc.constant(text), fc.constantFrom(...pointersOf(JSON.parse(text) as Json))),
  );
  fc.assert(
    fc.property(anyPlace, anyStep, ([text, pointer], value) => {
      const range = rangeOf(text, pointer);
      if (range === undefined) throw new Error(`There is nothing at ${pointer}`);
      const after = edited(documentOfText(text), [{ op: "replace", path: pointer, value }]).text;
      expect(after.startsWith(text.slice(0, range.from))).toBe(true);
      expect(after.endsWith(text.slice(range.to))).toBe(true);
      expect(JSON.stringify(valueAt(JSON.parse(after) as Json, pointer === "" ? [] : tokens(pointer)))).toBe(
        JSON.stringify(value),
      );
    }),
    RUNS,
  );
});

test("of a text that is no JSON any more, a place is found or not, and nothing throws or goes on for ever", () => {
  const anyBroken = anyText.chain((text) =>
    fc
      .tuple(fc.nat(text.length), fc.nat(3), fc.constantFrom("", "x", '"', "{", "}", "[", "]", ",", ":", "\\"))
      .map(([at, gone, put]) => ({ text, broken: text.slice(0, at) + put + text.slice(at + gone) })),
  );
  fc.assert(
    fc.property(anyBroken, ({ text, broken }) => {
      for (const pointer of pointersOf(JSON.parse(text) as Json)) {
        const { from, to } = rangeOf(broken, pointer) ?? { from: 0, to: 0 };
        expect(from <= to && to <= broken.length).toBe(true);
      }
    }),
    RUNS,
  );
  expect(rangeOf('{"steps": [x{"id": "a"}, {"id": "b"}]}', "/steps/1")).toBeDefined();
  expect(rangeOf(' {"a"', "/a")).toBeDefined();
});

const tokens = (pointer: string) =>
  pointer
    .slice(1)
    .split("/")
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));

test("what is put in and taken out again leaves the text as it was", () => {
  fc.assert(
    fc.property(anyText, fc.array(anyStep, { minLength: 1, maxLength: 3 }), (text, steps) => {
      const before = documentOfText(text);
      const count = stepsOf(before.value).length;
      if (!Array.isArray(valueAt(before.value, ["steps"]))) return;
      const added = edited(before, addSteps(before.value, steps).patch);
      const indexes = steps.map((_, at) => count + at);
      expect(stepsOf(added.value)).toHaveLength(count + steps.length);
      const patch: Patch = indexes.toReversed().map((index) => ({ op: "remove", path: `/steps/${index}` }));
      expect(edited(added, patch).text).toBe(count === 0 ? text.replace(/("steps":\s*\[)\s*\]/, "$1]") : text);
    }),
    RUNS,
  );
});

test("undo goes back to the very text, and redo forth again", () => {
  const anyCourse = anyText.chain((text) =>
    fc.tuple(fc.constant(text), fc.array(anyEdit(JSON.parse(text) as Json), { maxLength: 5 })),
  );
  fc.assert(
    fc.property(anyCourse, ([text, patches]) => {
      let history = historyOf(documentOfText(text));
      for (const patch of patches) history = advanced(history, edited(history.now, patch));
      const last = history.now.text;
      const steps = history.past.length;
      for (let step = 0; step < steps; step++) history = undone(history);
      expect(history.now.text).toBe(text);
      for (let step = 0; step < steps; step++) history = redone(history);
      expect(history.now.text).toBe(last);
    }),
    { numRuns: 200 },
  );
});

describe("an edit in a text that somebody laid out", () => {
  const TEXT = `{
  "name": "small",   "x": [1,2,  3],
  "steps": [
    { "id": "a", "transform": 1.0 },
    {
      "id": "b",
      "transform": "{{steps.a.result}}"
    }
  ]
}
`;
  const of = (patch: Patch, text = TEXT) => edited(documentOfText(text), patch).text;
  const { value } = documentOfText(TEXT);

  test("a new step is laid out as its neighbours are", () => {
    const { patch, ids } = addSteps(value, [{ id: "a", wait: { ms: 1 } }]);
    expect(ids).toEqual(["a_2"]);
    expect(of(patch)).toBe(
      TEXT.replace(
        `    }\n  ]`,
        `    },\n    {\n      "id": "a_2",\n      "wait": {\n        "ms": 1\n      }\n    }\n  ]`,
      ),
    );
  });

  test("a further field of an object on one line stays on it, and 1.0 stays 1.0", () => {
    expect(of(setValue(value, "/steps/0/when", "{{input.is}}"))).toBe(
      TEXT.replace(`1.0 }`, `1.0, "when": "{{input.is}}" }`),
    );
    expect(of(connect(value, "b", 0))).toBe(TEXT.replace(`1.0 }`, `1.0, "dependsOn": ["b"] }`));
  });

  test("a field that goes takes its comma along, wherever it stands", () => {
    expect(of(setValue(value, "/name", undefined))).toBe(TEXT.replace(`"name": "small",   `, ""));
    expect(of(setValue(value, "/x", undefined))).toBe(TEXT.replace(`,   "x": [1,2,  3]`, ""));
    expect(of([{ op: "remove", path: "/x/1" }])).toBe(TEXT.replace("1,2,  3", "1,  3"));
  });

  test("a renamed step is renamed in all that reads it", () => {
    expect(of(renameStep(value, 0, "first"))).toBe(
      TEXT.replace(`"a"`, `"first"`).replace("steps.a.result", "steps.first.result"),
    );
    expect(renameStep(value, 0, "b")).toEqual([]);
    expect(renameStep(value, 0, "1 a")).toEqual([]);
  });

  test("an expression that reads a step follows it to an id with a hyphen, and back", () => {
    const reading = (id: string, name: string) => ({
      steps: [
        { id, wait: { ms: 1 } },
        { transform: `{{= $count($steps.${name}.result) + 1 }} of {{steps.${id}.result}}` },
      ],
    });
    const [plain, quoted] = [reading("a", "a"), reading("sum-up", "`sum-up`")];
    expect(applyPatch(plain, renameStep(plain, 0, "sum-up"))).toEqual(quoted);
    expect(applyPatch(quoted, renameStep(quoted, 0, "a"))).toEqual(plain);
  });

  test.each([
    ["{{ steps.a.result }}", "{{ steps.b-2.result }}"],
    [`{{steps["a"].result}}`, `{{steps["b-2"].result}}`],
    ["{{steps[ 'a' ].result ?? 1}}", "{{steps['b-2'].result ?? 1}}"],
    // In an expression a hyphen is a minus, and what follows it no part of the name.
    ["{{= $steps.a-1 }}", "{{= $steps.`b-2`-1 }}"],
    ["{{= $steps.`a`.result-$steps . a.result }}", "{{= $steps.`b-2`.result-$steps . `b-2`.result }}"],
    [`{{= $steps."a".result & $steps.'a'.result }}`, `{{= $steps."b-2".result & $steps.'b-2'.result }}`],
    [`{{= $lookup($steps, "a").result }}`, `{{= $lookup($steps, "b-2").result }}`],
    [
      "{{= $map($input.l, function($v) { $v.a + $steps.a.result[a = $steps.a.result] }) }}",
      "{{= $map($input.l, function($v) { $v.a + $steps.`b-2`.result[a = $steps.`b-2`.result] }) }}",
    ],
    ["{{= $steps.a.result ?? $steps.a.status }}", "{{= $steps.`b-2`.result ?? $steps.`b-2`.status }}"],
    ["{{ what? }} {{steps.a.result}}", "{{ what? }} {{steps.b-2.result}}"],
  ])("a step is followed to its new id wherever a template names it: %s", (written, renamed) => {
    const reading = (id: string, text: string) => ({ steps: [{ id, wait: { ms: 1 } }, { transform: text }] });
    const definition = reading("a", written);
    expect(applyPatch(definition, renameStep(definition, 0, "b-2"))).toEqual(reading("b-2", renamed));
  });

  test("a step is followed into a text of any length", () => {
    const long = "x".repeat(3_000);
    const definition = { steps: [{ id: "a", wait: { ms: 1 } }, { transform: `${long}{{steps.a.result}}` }] };
    expect(applyPatch(definition, renameStep(definition, 0, "b"))).toMatchObject({
      steps: [{ id: "b" }, { transform: `${long}{{steps.b.result}}` }],
    });
  });

  test.each([
    "{{steps.a-1.result}}",
    "{{input.steps.a}}",
    String.raw`\{{steps.a.result}}`,
    "{{= $input.steps.a }}",
    `{{= "steps.a and $steps.a" }}`,
    "{{= $steps.aa.result + $steps.`a-1`.result /* $steps.a */ }}",
    `{{= $lookup($input, "a") }}`,
    "{{= $steps.a + }}",
  ])("what names another thing is left as it is written: %s", (text) => {
    const definition = { steps: [{ id: "a", wait: { ms: 1 } }, { transform: text }] };
    expect(applyPatch(definition, renameStep(definition, 0, "b"))).toEqual({
      steps: [{ id: "b", wait: { ms: 1 } }, { transform: text }],
    });
  });

  test("of two fields of one name the last is edited, which is the one that counts", () => {
    expect(of([{ op: "replace", path: "/a", value: 3 }], `{"a": 1, "a": 2}`)).toBe(`{"a": 1, "a": 3}`);
  });
});

test("a patch that does not apply changes nothing, and while the text is not JSON nothing but the text is edited", () => {
  const document = documentOf({ name: "x", steps: [] });
  expect(edited(document, [{ op: "replace", path: "/nowhere/at", value: 1 }])).toBe(document);
  const broken = rewritten(document, '{"name": ');
  expect(broken).toMatchObject({ value: document.value, fault: expect.any(String) as string });
  expect(edited(broken, [{ op: "replace", path: "/name", value: "y" }])).toBe(broken);
});

test("what an edit has not changed is the same object afterwards", () => {
  const steps = Array.from({ length: 5 }, (_, at) => ({ id: `s${at}`, arguments: { n: [at] } }));
  const before = documentOf({ name: "x", steps });
  const same = (patch: Patch) => {
    const after = stepsOf(edited(before, patch).value);
    return stepsOf(before.value).map((step) => after.includes(step));
  };
  expect(same([{ op: "replace", path: "/steps/1/id", value: "other" }])).toEqual([true, false, true, true, true]);
  expect(same([{ op: "remove", path: "/steps/1" }])).toEqual([true, false, true, true, true]);
  expect(same([{ op: "add", path: "/steps/1", value: { id: "new" } }])).toEqual([true, true, true, true, true]);
});

test("letters of one word are undone together", () => {
  let history = historyOf(documentOf({ name: "" }));
  for (const name of ["a", "ab", "abc"]) {
    history = advanced(history, edited(history.now, [{ op: "replace", path: "/name", value: name }]), "/name");
  }
  history = advanced(history, edited(history.now, [{ op: "add", path: "/steps", value: [] }]));
  expect(undone(undone(history)).now.value).toEqual({ name: "" });
});
