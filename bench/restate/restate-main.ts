// A Restate server and the service that it drives, each a process of its own: restate-main.ts FOLDER PROVIDER
//
// The server is as it comes: one node, default partitions and memory, its log on disk and synchronized (counted: fdatasync
// in groups, as the hub's journals are, which workerd synchronizes with fsync). What is set is where it listens (this
// machine only) and where its data is, that it serves no dashboard and sends no telemetry, and that neither it nor the
// service writes a line for each run that goes well, as no other contestant does. When it starts it looks on GitHub for a
// newer version, which no setting turns off; without a network nothing comes of it.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { type AddressInfo, createServer } from "node:net";
import { arch, platform } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { leaveOnSignal } from "../../scripts/signals.ts";

const START_TIMEOUT_MS = 50_000;
const [data = "", provider = ""] = process.argv.slice(2);
const children: ChildProcess[] = [];

leaveOnSignal(async () => {
  await Promise.all(
    children.map(async (child) => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    }),
  );
});
// The bench's end of the pipe closes when the bench is gone, however it went.
process.stdin.resume().on("end", () => process.kill(process.pid, "SIGTERM"));

const [ingress, admin, node, service] = await freePorts(4);
const config = join(data, "restate.toml");
await mkdir(data, { recursive: true });
await writeFile(
  config,
  [
    `base-dir = ${JSON.stringify(join(data, "restate-data"))}`,
    'node-name = "bench"',
    'listen-mode = "tcp"',
    `bind-address = "127.0.0.1:${node}"`,
    `advertised-address = "http://127.0.0.1:${node}"`,
    "disable-telemetry = true",
    // Warnings at the start say only that the service is not there yet.
    'log-filter = "error,octocrab=off"',
    "[ingress]",
    `bind-address = "127.0.0.1:${ingress}"`,
    "[admin]",
    `bind-address = "127.0.0.1:${admin}"`,
    "disable-web-ui = true",
  ].join("\n"),
);
const binary = `@restatedev/restate-server-${platform()}-${arch()}/bin/restate-server`;
start(createRequire(import.meta.url).resolve(binary), ["--no-logo", "--config-file", config]);
start(process.execPath, [join(import.meta.dirname, "service.ts"), `${service}`, provider]);

await untilTrue(async () => (await fetch(`http://127.0.0.1:${admin}/health`)).ok);
await untilTrue(async () => (await register()).ok);
console.log(JSON.stringify({ url: `http://127.0.0.1:${ingress}` }));

function start(command: string, args: readonly string[]): void {
  const child = spawn(command, args, { stdio: ["ignore", 2, 2], env: { ...process.env, RESTATE_LOGGING: "ERROR" } });
  children.push(child);
  child.once("error", ({ message }) => console.error(`${command} could not be started: ${message}`));
  // Without one of the two there is no Restate; what is left of it is stopped.
  child.once("exit", () => process.kill(process.pid, "SIGTERM"));
}

/** Tells the server where the service is. */
function register(): Promise<Response> {
  const body = JSON.stringify({ uri: `http://127.0.0.1:${service}` });
  const headers = { "content-type": "application/json" };
  return fetch(`http://127.0.0.1:${admin}/deployments`, { method: "POST", headers, body });
}

async function freePorts(count: number): Promise<number[]> {
  const held = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(held.map((server) => once(server, "listening")));
  const ports = held.map((server) => (server.address() as AddressInfo).port);
  for (const server of held) server.close();
  return ports;
}

async function untilTrue(check: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await check().catch(() => false))) {
    if (Date.now() > deadline) throw new Error("Restate did not start.");
    await delay(100);
  }
}
