// Runs one of the repository's commands as a person would, and leads a process group so that nothing stays behind.

import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";

export const ROOT = resolve(import.meta.dirname, "../..");

export interface Command {
  readonly pid: number;
  /** What it printed so far, on either stream. */
  output(): string;
  /** Waits until it has printed something that fits; rejects when it ends before. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  signal(name: "SIGTERM" | "SIGINT"): void;
  /** Resolves with the exit code when it has ended by itself. */
  ended(): Promise<number | null>;
  /** True once no process of its group is left, however indirectly it was started. */
  leavesNothing(): Promise<boolean>;
  /** SIGKILL of the whole group; for cleaning up. */
  kill(): void;
}

/** `npm start` is runScript("scripts/start.ts"): the same launcher, without npm around it. */
export function runScript(script: string, env: Record<string, string> = {}): Command {
  return runCommand([process.execPath, join(ROOT, "scripts/run.mjs"), join(ROOT, script)], env);
}

export function runCommand([program = "", ...args]: readonly string[], env: Record<string, string> = {}): Command {
  const child: ChildProcessByStdio<null, Readable, Readable> = spawn(program, args, {
    cwd: ROOT,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${program} could not be started`);
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const closed = once(child, "close");

  return {
    pid,
    output: () => output,
    async says(pattern) {
      while (true) {
        const match = pattern.exec(output);
        if (match) return match;
        if (child.exitCode !== null || child.signalCode !== null) {
          throw new Error(`It ended without saying ${pattern}. It said:\n${output}`);
        }
        await delay(20);
      }
    },
    signal: (name) => child.kill(name),
    async ended() {
      await closed;
      return child.exitCode;
    },
    async leavesNothing() {
      // An orphan that has ended counts until the system has buried it, which takes it some seconds.
      for (const deadline = Date.now() + 10_000; Date.now() < deadline; await delay(50)) {
        if (!groupExists(pid)) return true;
      }
      return false;
    },
    kill() {
      if (groupExists(pid)) process.kill(-pid, "SIGKILL");
    },
  };
}

function groupExists(pid: number): boolean {
  try {
    process.kill(-pid, 0);
    return true;
  } catch {
    return false;
  }
}
