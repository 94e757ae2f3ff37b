// The hub's cron on this machine: neither Miniflare nor `wrangler dev` calls one by itself.

/** As `[triggers]` of wrangler.toml has it. */
export const CRON_EVERY_MS = 10 * 60_000;

/** Calls it until it is cleared, or nothing else keeps the process. A call that fails is told, and the next one comes. */
export function startCron(call: () => Promise<unknown>): NodeJS.Timeout {
  const tell = (error: unknown) => console.error(`The cron could not be called: ${String(error)}`);
  return setInterval(() => void call().catch(tell), CRON_EVERY_MS).unref();
}
