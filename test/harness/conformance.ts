// The official conformance suite as a process: what a revision requires of a server, or of a client, each scenario once.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { ROOT } from "./command.ts";

const CLI = join(ROOT, "node_modules/@modelcontextprotocol/conformance/dist/index.js");

export interface Verdict {
  /** Scenarios that the revision requires, in the suite's order. */
  readonly passed: readonly string[];
  readonly missed: readonly string[];
  /** Everything that the suite said. */
  readonly said: string;
}

export async function runConformance(url: string, revision: string): Promise<Verdict> {
  const { said } = await run(["server", "--url", url, "--requirements", revision, "--timeout", "60000"]);
  return { ...verdictOf(said), said };
}

/** The scenarios that the revision requires of a client, in the suite's order. */
export async function clientScenarios(revision: string): Promise<string[]> {
  const { said } = await run(["list", "--requirements", revision]);
  const [, listed = ""] = /Client scenarios[^\n]*\n((?: +- .*\n)+)/.exec(said) ?? [];
  return [...listed.matchAll(/^ +- (\S+)/gm)].flatMap(([, name]) => name ?? []);
}

/** All of them at once, which is hard on those that measure time. */
export async function runClientScenarios(revision: string, command: string, env: Record<string, string>) {
  const { said } = await run(["client", "--command", command, "--requirements", revision], env);
  return verdictOf(said);
}

/** One scenario, in which the suite is the server and `command` the client; it is given the server's URL. */
export async function runClientScenario(
  scenario: string,
  revision: string,
  command: string,
  env: Record<string, string>,
): Promise<{ readonly passed: boolean; readonly said: string }> {
  const args = ["client", "--command", command, "--scenario", scenario, "--spec-version", revision, "--force"];
  const { code, said } = await run(args, env);
  return { passed: code === 0, said };
}

async function run(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [CLI, ...args], { cwd: ROOT, env: { ...process.env, ...env } });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await once(child, "close");
  return { code: child.exitCode, said };
}

/** The summary has a line for each scenario; those that the revision does not require are named again below it. */
function verdictOf(said: string): Pick<Verdict, "passed" | "missed"> {
  const [, summary = ""] = said.split(/=== (?:SUITE )?SUMMARY ===/);
  const [scored = "", unscored = ""] = summary.split("Not scored for");
  const optional = new Set([...unscored.matchAll(/^ {2}[✓✗] (\S+) \(/gm)].map(([, name]) => name));
  const all = [...scored.matchAll(/^([✓✗]) (\S+): \d+ passed/gm)].filter(([, , name]) => !optional.has(name));
  const those = (mark: string) => all.flatMap(([, is, name = ""]) => (is === mark ? [name] : []));
  return { passed: those("✓"), missed: those("✗") };
}
