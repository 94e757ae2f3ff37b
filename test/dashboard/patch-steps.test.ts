import { expect, test } from "vitest";
import { patchSteps } from "../../dashboard/pages/servers/patch-steps.ts";

const TOOL = { name: "act", description: "Acts", inputSchema: { required: ["a", "b"] } };

test("each place of a patch says what was there and what is to be there", () => {
  const patch = [
    { op: "replace", path: "/description", value: "Acts, and tells nobody" },
    { op: "remove", path: "/inputSchema" },
    { op: "add", path: "/title", value: "Act" },
  ] as const;
  expect(patchSteps(TOOL, patch)).toEqual([
    { op: "replace", path: "/description", was: "Acts", becomes: "Acts, and tells nobody" },
    { op: "remove", path: "/inputSchema", was: { required: ["a", "b"] }, becomes: undefined },
    { op: "add", path: "/title", was: undefined, becomes: "Act" },
  ]);
});

test("of two changes at one place, the second says what the first has left", () => {
  const gone = { op: "remove", path: "/inputSchema/required/0" } as const;
  expect(patchSteps(TOOL, [gone, gone]).map(({ was }) => was)).toEqual(["a", "b"]);
});

test("where it is not known what was there, what is to be there is said all the same", () => {
  const patch = [{ op: "replace", path: "/description", value: "new" }] as const;
  expect(patchSteps(undefined, patch)).toEqual([
    { op: "replace", path: "/description", was: undefined, becomes: "new" },
  ]);
});
