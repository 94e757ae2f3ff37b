import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { tellFailures } from "../../scripts/failures.ts";
import type { Report } from "../../scripts/report-tests.ts";

const ROOT = resolve(import.meta.dirname, "../..");

const FILES = {
  "vitest.config.js": "export default { test: { globals: true } };",
  "some.test.ts": `
    import { describe, expect, test } from "vitest";
    describe("a list", () => {
      test("holds", () => {});
      test("has two", () => expect([1].length, "its length").toBe(2));
      test.skip("is skipped", () => {});
    });
    describe("a hook", () => {
      beforeAll(() => { throw new Error("no set-up"); });
      test("never runs", () => {});
    });`,
  "broken.test.ts": `import "./missing.ts";`,
  "outside.test.ts": `
    import { test } from "vitest";
    test("passes", () => void Promise.reject(new Error("nobody waited")));`,
};

/** What the reporter writes of a run of such files. */
function reportOf(files: Readonly<Record<string, string>>): Report {
  // Within the repository, or `vitest` is not found there.
  mkdirSync(join(ROOT, "dist"), { recursive: true });
  const folder = mkdtempSync(join(ROOT, "dist/reported-"));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const args = ["run", "--root", folder, "--reporter"];
    const env = { ...process.env, NEXUSCALL_REPORT: join(folder, "report.json") };
    const reporter = join(ROOT, "scripts/report-tests.ts");
    spawnSync(join(ROOT, "node_modules/.bin/vitest"), [...args, reporter], { cwd: folder, env });
    return JSON.parse(readFileSync(env.NEXUSCALL_REPORT, "utf8")) as Report;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("a failed test, a failed hook, a file that does not load and what broke outside of any test are all reported", () => {
  const { passed, failed, failures } = reportOf(FILES);
  expect({ passed, failed, titles: failures.map(({ title }) => title).toSorted() }).toEqual({
    passed: 2,
    failed: 4,
    titles: ["broken.test.ts", "outside of any test", "some.test.ts > a hook", "some.test.ts > a list > has two"],
  });
  const told = tellFailures([{ title: "unit tests", failed, failures, output: "" }]).join("\n");
  for (const said of ["its length: expected 1 to be 2", "no set-up", "./missing.ts", "nobody waited"]) {
    expect(told).toContain(said);
  }
  expect(told).toContain("✗ unit tests: some.test.ts > a list > has two");
});

const nothing = { failed: 0, output: "fine", failures: [] };

test("what failed of a tool is told in its first lines, and nothing of what did not", () => {
  const output = Array.from({ length: 100 }, (_, n) => `\u001B[31mline ${n}\u001B[39m`).join("\n");
  const told = tellFailures([
    { title: "format", ...nothing },
    { title: "types", failed: 1, output, failures: [] },
  ]);
  expect(told).toHaveLength(33);
  expect(told.slice(1, 3)).toEqual(["✗ types", "    line 0"]);
  expect(told.at(-1)).toBe("    … 70 more lines in the log above");
  expect(tellFailures([{ title: "format", ...nothing }])).toEqual([]);
});

test("a run that broke and left no word is told all the same", () => {
  expect(tellFailures([{ title: "e2e tests", failed: 1, output: "", failures: [] }])).toContain("✗ e2e tests");
});

test("thousands of failures are told in about 200 lines, which say how many more there are", () => {
  const failures = Array.from({ length: 5_000 }, (_, n) => ({ title: `test ${n}`, message: "long\n".repeat(1_000) }));
  const told = tellFailures([{ title: "unit tests", failed: 5_000, output: "", failures }]);
  expect(told.length).toBeLessThan(210);
  expect(told.at(-1)).toBe("… and 4987 more: see the log above.");
});
