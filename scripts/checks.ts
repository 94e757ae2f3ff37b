// The fast subset of the tests: what a person runs before every commit.

import { lineOf, type Outcome, runTests, runTool } from "./task.ts";

/** Runs format, lint, types and unit tests at the same time; prints each as it ends and what failed in full. */
export async function runChecks(): Promise<Outcome[]> {
  const checks = [
    runTool("format", ["oxfmt", "--check", "."]),
    runTool("lint", ["oxlint"]),
    runTool("types", ["tsc", "-b"]),
    runTests("unit", { live: false }),
  ];
  const outcomes = await Promise.all(checks.map((check) => check.then(tell)));
  for (const { title, failed, output } of outcomes) {
    if (failed > 0) console.error(`\n── ${title} ──\n${output.trim()}`);
  }
  return outcomes;
}

function tell(outcome: Outcome): Outcome {
  console.log(lineOf(outcome));
  return outcome;
}
