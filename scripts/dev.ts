// npm run dev: the hub under wrangler, which rebuilds and reloads at every change. Slower than `npm start`.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { buildDashboard } from "./build-dashboard.ts";
import { ROOT } from "./build-worker.ts";
import { startCron } from "./cron.ts";
import { portFromEnvironment } from "./say.ts";

const env = { ...process.env, WRANGLER_SEND_METRICS: "false", CI: "true" };

async function wrangler(...args: string[]): Promise<number> {
  const child = spawn(join(ROOT, "node_modules/.bin/wrangler"), args, { cwd: ROOT, stdio: "inherit", env });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  const [code] = (await once(child, "exit")) as [number | null];
  return code ?? 1;
}

await buildDashboard();
const migrated = await wrangler("d1", "migrations", "apply", "DB", "--local");
if (migrated !== 0) process.exit(migrated);
const port = String(portFromEnvironment() ?? 8787);
startCron(async () => {
  const { ok, status } = await fetch(`http://127.0.0.1:${port}/cdn-cgi/local/scheduled`);
  if (!ok) throw new Error(`wrangler answered ${status}.`);
});
process.exit(await wrangler("dev", "--ip", "127.0.0.1", "--port", port, "--var", "EGRESS:loopback"));
