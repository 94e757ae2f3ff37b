// npm test: everything. What failed is said again at the end; the last line counts; the exit code is 0 only if tests ran and
// none failed.

import { buildWorker } from "./build-worker.ts";
import { runChecks } from "./checks.ts";
import { tellFailures } from "./failures.ts";
import { lineOf, runTests } from "./task.ts";

// What the tests serve is built once, before two of them would. Where it does not build, they say why.
const [checks] = await Promise.all([runChecks(), buildWorker().catch(() => undefined)]);
// At the same time: those of e2e wait more than they work.
const tests = await Promise.all(["workers", "e2e"].map((project) => runTests(project, { live: true })));
const outcomes = [...checks, ...tests];

for (const line of tellFailures(outcomes)) console.error(line);

console.log();
for (const outcome of outcomes) console.log(lineOf(outcome));

const total = (of: "passed" | "failed" | "skipped") => outcomes.reduce((sum, outcome) => sum + outcome[of], 0);
const [passed, failed, skipped] = [total("passed"), total("failed"), total("skipped")];
const untested = outcomes.filter((outcome) => outcome.passed + outcome.failed === 0);
for (const { title } of untested) console.error(`${title}: no test ran.`);

console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exit(failed > 0 || untested.length > 0 ? 1 : 0);
