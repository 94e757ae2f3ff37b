// npm test: everything. What failed is said again at the end; the last line counts; the exit code is 0 only if tests ran and
// none failed.

import { runChecks } from "./checks.ts";
import { tellFailures } from "./failures.ts";
import { lineOf, runTests } from "./task.ts";

const outcomes = await runChecks();
for (const project of ["workers", "e2e"]) outcomes.push(await runTests(project, { live: true }));

for (const line of tellFailures(outcomes)) console.error(line);

console.log();
for (const outcome of outcomes) console.log(lineOf(outcome));

const total = (of: "passed" | "failed" | "skipped") => outcomes.reduce((sum, outcome) => sum + outcome[of], 0);
const [passed, failed, skipped] = [total("passed"), total("failed"), total("skipped")];
const untested = outcomes.filter((outcome) => outcome.passed + outcome.failed === 0);
for (const { title } of untested) console.error(`${title}: no test ran.`);

console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exit(failed > 0 || untested.length > 0 ? 1 : 0);
