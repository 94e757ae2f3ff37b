// The official conformance suite as a process: what a revision requires of a server, each scenario once.

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
  const args = [CLI, "server", "--url", url, "--requirements", revision, "--timeout", "60000"];
  const child = spawn(process.execPath, args, { cwd: ROOT });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await once(child, "close");
  return { ...verdictOf(said), said };
}

/** The summary has a line for each scenario; those that the revision does not require are named again below it. */
function verdictOf(said: string): Pick<Verdict, "passed" | "missed"> {
  const [, summary = ""] = said.split("=== SUMMARY ===");
  const [scored = "", unscored = ""] = summary.split("Not scored for");
  const optional = new Set([...unscored.matchAll(/^ {2}[✓✗] (\S+) \(/gm)].map(([, name]) => name));
  const all = [...scored.matchAll(/^([✓✗]) (\S+): \d+ passed/gm)].filter(([, , name]) => !optional.has(name));
  const those = (mark: string) => all.flatMap(([, is, name = ""]) => (is === mark ? [name] : []));
  return { passed: those("✓"), missed: those("✗") };
}
