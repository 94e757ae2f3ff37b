// Restate as a peer: installs it where it is missing (225 MB, from the lock file beside this one, which the project's own
// install never reads), and serves the DAGs of service.ts.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Contestants } from "../contestants.ts";

const HERE = import.meta.dirname;

/** @returns where a run is asked for and answered */
export async function startRestate({ provider, scratch, start }: Contestants): Promise<string> {
  // npm writes this file as the last act of an install.
  if (!existsSync(join(HERE, "node_modules/.package-lock.json"))) install();
  return `${await start(join(HERE, "restate-main.ts"), join(scratch, "restate"), provider)}/Dags/run`;
}

function install(): void {
  console.error("Installing what bench/restate/package-lock.json names (once, 225 MB) …");
  // No script of a package is needed; one of them would only report the install to its makers.
  const options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status, error } = spawnSync("npm", options, { cwd: HERE, stdio: ["ignore", 2, 2] });
  if (status === 0) return;
  throw new Error(`Restate could not be installed: ${error?.message ?? `npm ci ended with exit code ${status}`}.`);
}
