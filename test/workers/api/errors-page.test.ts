/// <reference types="vite/client" />

import { expect, test } from "vitest";
import { errorsPage } from "../../../api/http/errors-page.ts";
import { OUTCOME_CODES, RENDER_CODES } from "../../../api/http/outcome-codes.ts";
import { DIAGNOSTIC_CODES } from "../../../engine/plan/diagnostic.ts";

const outcomes = import.meta.glob<string>("../../../{engine/run,api/relay,api/relay/builtin,api/runtime}/*.ts", {
  query: "?raw",
  import: "default",
  eager: true,
});
const templateFaults = import.meta.glob<string>("../../../engine/template/fault.ts", {
  query: "?raw",
  import: "default",
  eager: true,
});

function found(sources: Record<string, string>, pattern: RegExp): string[] {
  return Object.values(sources).flatMap((text) => Array.from(text.matchAll(pattern), ([, code = ""]) => code));
}

test("docs/errors.md documents every code, as the lists have it", async () => {
  await expect(errorsPage()).toMatchFileSnapshot("../../../docs/errors.md");
});

test("every code that a call, a step or a run can end with is in the lists", () => {
  const codes = found(outcomes, /\bcode: "(\w+)"/g);
  expect(codes).toContain("timeout");
  expect(codes.filter((code) => !(code in OUTCOME_CODES))).toEqual([]);
});

test("every code of a template's fault is in the lists", () => {
  const codes = found(templateFaults, /^ {2}\| "(\w+)"/gm);
  expect(codes).toContain("missing_value");
  expect(codes.filter((code) => !(code in RENDER_CODES) && !(code in DIAGNOSTIC_CODES))).toEqual([]);
});
