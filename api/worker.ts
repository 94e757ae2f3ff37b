// The Worker's exports: the API, and the classes that wrangler.toml binds.

import { app } from "./app.ts";
import type { Env } from "./env.ts";
import { refreshDueRegistries } from "./registries/refresh-registry.ts";
import { servicesFor } from "./services.ts";

export { TokenSigner } from "./auth/token-signer.ts";
export { CallbackOutbox } from "./callbacks/callback-outbox.ts";
export { Feed } from "./feed/feed.ts";
export { HandoffKeeper } from "./handoffs/handoff-keeper.ts";
export { IdempotencyLedger } from "./idempotency/idempotency-ledger.ts";
export { CallerGate } from "./runtime/caller-gate.ts";
export { McpCall } from "./runtime/mcp-call.ts";
export { McpSession } from "./runtime/mcp-session.ts";
export { McpSocket } from "./runtime/mcp-socket.ts";
export { RunQueue } from "./runtime/run-queue.ts";
export { RunShard } from "./runtime/run-shard.ts";
export { RunWorkflow } from "./runtime/run-workflow.ts";
export { Scheduler } from "./schedules/scheduler.ts";
export { ConnectedAgent } from "./servers/connected/connected-agent.ts";
export { ServerKeeper } from "./servers/server-keeper.ts";
export { ServerListener } from "./servers/server-listener.ts";
export { HookInbox } from "./webhooks/hook-inbox.ts";
export { Upkeep } from "./upkeep/upkeep.ts";

export default {
  fetch: app.fetch,
  /** The cron of wrangler.toml; on a laptop scripts/cron.ts calls it. */
  async scheduled({ scheduledTime }, env) {
    const registries = refreshDueRegistries(servicesFor(env), scheduledTime);
    await Promise.all([env.UPKEEP.getByName("hub").sweep(scheduledTime), registries]);
  },
} satisfies ExportedHandler<Env>;
