// What the scripts share in talking to the person who ran them.

/** Prints a message (an Error's own words, never its stack) and ends the process with exit code 1. */
export function failWith(problem: unknown): never {
  console.error(`\n${problem instanceof Error ? problem.message : String(problem)}`);
  process.exit(1);
}

/** PORT, checked; undefined where it is not set. */
export function portFromEnvironment(): number | undefined {
  const text = process.env["PORT"];
  if (text === undefined || text === "") return undefined;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    failWith(`PORT is "${text}", which is no port. Use a whole number from 1 to 65535: PORT=8787 npm start`);
  }
  return port;
}
