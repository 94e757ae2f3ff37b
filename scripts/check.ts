// npm run check: format, lint, types and unit tests, in seconds.

import { runChecks } from "./checks.ts";

const outcomes = await runChecks();
const failed = outcomes.filter((outcome) => outcome.failed > 0);
if (failed.length > 0) {
  console.error(`\nFailed: ${failed.map(({ title }) => title).join(", ")}.`);
  if (failed.some(({ title }) => title === "format")) console.error("`npm run format` mends the format.");
  process.exit(1);
}
console.log("\nAll checks pass.");
