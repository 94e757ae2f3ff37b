import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readPresets } from "../../../api/templates/presets.ts";
import { dryRun } from "../../../engine/run/dry-run.ts";
import { answering } from "../../../engine/run/dry-inner.ts";
import type { Given } from "../../../engine/run/stand-ins.ts";
import { compileSchema, schemaFaults } from "../../../engine/schema/validator.ts";
import { callsIn } from "../../../engine/slots/calls.ts";
import { slotId } from "../../../engine/slots/slot.ts";
import { checkWhole, partsOf } from "../../../engine/slots/whole.ts";
import { catalogFor, presetFiles, wholeOf } from "./presets.ts";

const named = presetFiles.map(({ name, preset }) => [name, preset] as const);

test("there are at least twenty, each under its own id, and the Worker carries all of them", () => {
  expect(presetFiles.length).toBeGreaterThanOrEqual(20);
  expect(presetFiles.map(({ preset }) => preset.id)).toEqual(presetFiles.map(({ name }) => name));
  expect(readPresets().toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(presetFiles.map(({ preset }) => preset));
});

test("the guide lists each, with what it does and its slots", () => {
  const guide = readFileSync(new URL("../../../docs/templates.md", import.meta.url), "utf8");
  const rows = Array.from(guide.matchAll(/^\| (.*) \|$/gm), ([, row = ""]) =>
    row.split("|").map((cell) => cell.trim()),
  );
  for (const { id, category, summary, slots } of presetFiles.map(({ preset }) => preset)) {
    const open = slots.map(({ name }) => `\`${name}\``).join(", ");
    expect(rows).toContainEqual([`\`${id}\``, category, summary, open === "" ? "none" : open]);
  }
});

describe.each(named)("%s", (_name, preset) => {
  test("compiles without a fault or a warning, with its slots open", async () => {
    expect((await checkWhole(wholeOf(preset), catalogFor(preset))).diagnostics).toEqual([]);
  });

  test("has a slot for each that it names, and names each that it has; their schemas are schemas", async () => {
    const parts = partsOf(wholeOf(preset));
    expect(parts).toHaveLength(1 + Object.keys(preset.subWorkflows ?? {}).length);
    const called = parts.flatMap(({ definition }) => callsIn(definition).flatMap(({ call }) => call["toolId"] ?? []));
    const open = new Set(called.filter((id) => typeof id === "string" && id.startsWith(slotId(""))));
    expect(open).toEqual(new Set(preset.slots.map(({ name }) => slotId(name))));
    for (const { inputSchema, outputSchema } of preset.slots) {
      for (const schema of [inputSchema, outputSchema]) {
        expect(schema === null ? [] : await schemaFaults(schema)).toEqual([]);
      }
    }
  });

  test("has an example that its inputSchema takes", async () => {
    const { inputSchema } = preset.definition as { inputSchema: Parameters<typeof compileSchema>[0] };
    expect((await compileSchema(inputSchema))(preset.exampleInput)).toEqual([]);
  });

  test("ends well in a dry run with its example", async () => {
    const checked = await checkWhole(wholeOf(preset), catalogFor(preset));
    if (!checked.ok) throw new Error("It does not compile.");
    const { plan } = checked;
    const given = new Map(Object.entries(GIVEN[preset.id] ?? {}));
    const { state } = await dryRun(plan, preset.exampleInput, {
      runId: "run_dry",
      startAt: Date.UTC(2030, 0, 1),
      ...answering(plan, { ...checked, given, seed: "1" }),
    });
    expect([state.status, state.error]).toEqual(["success", null]);
  });
});

/** What a schema cannot make up: answers whose parts have to go together. */
const GIVEN: Record<string, Record<string, Given>> = {
  enrich_csv: { rows: { result: { rows: [{ name: "Ada" }, { name: "Bob" }] } } },
};
