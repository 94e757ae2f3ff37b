// Runs one tool of the repository (a formatter, a linter, a test project) and says how it went.

import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./build-worker.ts";
import type { Failure, Report } from "./report-tests.ts";

export interface Outcome {
  readonly title: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly durationMs: number;
  /** Everything it printed; empty where it printed to the terminal itself. */
  readonly output: string;
  /** Of tests: which failed, and why. */
  readonly failures: readonly Failure[];
}

interface Ended {
  readonly code: number;
  readonly output: string;
  readonly durationMs: number;
}

/** A tool counts as one: passed when its exit code is 0. */
export async function runTool(title: string, command: readonly string[]): Promise<Outcome> {
  const { code, ...ended } = await run(command, { live: false });
  return { title, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, failures: [], ...ended };
}

/** A test project counts its tests. One that breaks before any test could fail counts as one failure. */
export async function runTests(project: string, { live }: { live: boolean }): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), "nexuscall-report-"));
  const report = join(folder, "report.json");
  const reporters = ["--reporter=default", `--reporter=${join(ROOT, "scripts/report-tests.ts")}`];
  try {
    const env = { NEXUSCALL_REPORT: report };
    const { code, ...ended } = await run(["vitest", "run", "--project", project, ...reporters], { live, env });
    const written = await readFile(report, "utf8").catch(() => null);
    const counted = written === null ? NOTHING : (JSON.parse(written) as Report);
    const failed = code === 0 ? counted.failed : Math.max(1, counted.failed);
    return { title: `${project} tests`, ...counted, failed, ...ended };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const NOTHING: Report = { passed: 0, failed: 0, skipped: 0, failures: [] };

/** One line for a person: what ran, how it went, how long it took. */
export function lineOf({ title, passed, failed, durationMs }: Outcome): string {
  const count = passed + failed > 1 ? ` (${passed} of ${passed + failed})` : "";
  return `${failed === 0 ? "✓" : "✗"} ${title}${count}  ${(durationMs / 1000).toFixed(1)} s`;
}

interface How {
  /** Whether it prints to the terminal itself. */
  readonly live: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

function run(command: readonly string[], { live, env = {} }: How): Promise<Ended> {
  const [program = "", ...args] = command;
  const startedAt = performance.now();
  return new Promise((done) => {
    let output = "";
    const end = (code: number | null, more = "") =>
      done({ code: code ?? 1, output: output + more, durationMs: performance.now() - startedAt });
    const child = spawn(join(ROOT, "node_modules/.bin", program), args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: live ? "inherit" : ["ignore", "pipe", "pipe"],
    });
    child.stdout?.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.on("error", (error) => end(1, `${program} could not be started: ${error.message}`));
    child.on("close", (code) => end(code));
  });
}
