// Runs a script of this repository under the Node that the repository brings: node scripts/run.mjs FILE [ARGS…]
// It works on a bare machine (Node 20 and npm): what the lock file names is installed first where it is missing.
// Plain JavaScript, and nothing but Node's own modules, because nothing else may be there yet. package.json calls it
// with `exec`, or a signal to npm would end the shell in between and leave this process behind.

import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const node = join(root, "node_modules/node/bin/node");

if (!isInstalled()) install();
run(process.argv.slice(2));

/** npm writes its own lock file into node_modules as the last act of an install, so a broken one never passes. */
function isInstalled() {
  const installedLock = join(root, "node_modules/.package-lock.json");
  if (!existsSync(node) || !existsSync(installedLock)) return false;
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const present = JSON.parse(readFileSync(installedLock, "utf8")).packages;
  return Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
    if (path === "") return true;
    const found = present[path];
    // Optional packages are builds for other systems; npm leaves those out.
    return found ? found.version === version && found.integrity === integrity : optional === true;
  });
}

function install() {
  console.error("Installing what package-lock.json names (once, about a minute) …");
  // At npm's usual log level Node 20 draws a page of engine warnings for tools that only ever run under Node 24.
  const options = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status, error } = spawnSync("npm", options, { cwd: root, stdio: ["ignore", 2, 2] });
  if (status === 0) return;
  const reason = error ? `npm could not be started (${error.message})` : `npm ci ended with exit code ${status}`;
  console.error(`\nThe install failed: ${reason}. Mend what npm says above, then run the same command again.`);
  process.exit(1);
}

function run(args) {
  const path = join(root, "node_modules/.bin") + delimiter + (process.env.PATH ?? "");
  const child = spawn(node, args, { stdio: "inherit", env: { ...process.env, PATH: path } });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => {
    console.error(`Node 24 could not be started from ${node}: ${error.message}. Remove node_modules and try again.`);
    process.exit(1);
  });
  child.on("exit", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}
