// A process of its own that tells its URL in its first line. It leads a process group, so that killing it takes
// its workerd along, and it ends by itself when the test that started it is gone.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

const START_TIMEOUT_MS = 60_000;

export interface Child {
  readonly pid: number;
  readonly url: string;
  /** SIGTERM, then waits until the process has ended; gives its exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL of the process and everything it started; waits until they have ended. */
  kill(): Promise<void>;
}

const groups = new Set<number>();
process.on("exit", () => {
  for (const pid of groups) killGroup(pid);
});

/** @param args a TypeScript file and its arguments; it prints `{"url":"http://…"}` once it is ready */
export async function startChild(args: readonly string[], env: Record<string, string> = {}): Promise<Child> {
  const child = spawn(process.execPath, args, {
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, ...env },
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${args[0]} could not be started`);
  groups.add(pid);
  const ended = once(child, "exit").finally(() => groups.delete(pid));

  const url = await readUrl(child, args);
  return {
    pid,
    url,
    async stop() {
      child.kill("SIGTERM");
      await ended;
      return child.exitCode;
    },
    async kill() {
      killGroup(pid);
      await ended;
      await portIsFree(url);
    },
  };
}

function readUrl(child: ChildProcess, args: readonly string[]): Promise<string> {
  return new Promise((done, fail) => {
    let said = "";
    const giveUp = (why: string) => fail(new Error(`${args.join(" ")} ${why}. It said:\n${said}`));
    const timer = setTimeout(() => giveUp(`told no URL in ${START_TIMEOUT_MS} ms`), START_TIMEOUT_MS);
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const url = /\{"url":"([^"]+)"\}/.exec(said)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      done(url);
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      process.stderr.write(chunk);
    });
    child.once("exit", (code, signal) => {
      clearTimeout(timer);
      giveUp(`ended with ${code ?? signal}`);
    });
  });
}

/** The leader's end is told at once; what it started may hold its port for some milliseconds longer. */
async function portIsFree(url: string): Promise<void> {
  const { hostname, port } = new URL(url);
  const deadline = Date.now() + 5_000;
  while (Date.now() < deadline) {
    const socket = connect(Number(port), hostname);
    const isOpen = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (!isOpen) return;
    await delay(5);
  }
  throw new Error(`${url} is still served after SIGKILL`);
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // Nobody of that group is left.
  }
}
