// The bindings of wrangler.toml, as the Worker and its Durable Objects see them.

import type { TokenSigner } from "./auth/token-signer.ts";
import type { CallbackOutbox } from "./callbacks/callback-outbox.ts";
import type { Feed } from "./feed/feed.ts";
import type { HandoffKeeper } from "./handoffs/handoff-keeper.ts";
import type { IdempotencyLedger } from "./idempotency/idempotency-ledger.ts";
import type { CallerGate } from "./runtime/caller-gate.ts";
import type { McpCall } from "./runtime/mcp-call.ts";
import type { McpSession } from "./runtime/mcp-session.ts";
import type { McpSocket } from "./runtime/mcp-socket.ts";
import type { RunQueue } from "./runtime/run-queue.ts";
import type { RunShard } from "./runtime/run-shard.ts";
import type { Scheduler } from "./schedules/scheduler.ts";
import type { HookInbox } from "./webhooks/hook-inbox.ts";
import type { Upkeep } from "./upkeep/upkeep.ts";
import type { RunWorkflowParams } from "./runtime/run-workflow.ts";
import type { ConnectedAgent } from "./servers/connected/connected-agent.ts";
import type { ServerKeeper } from "./servers/server-keeper.ts";
import type { ServerListener } from "./servers/server-listener.ts";

export interface Env {
  readonly DB: D1Database;
  /** The dashboard's files. */
  readonly ASSETS: Fetcher;
  /** Where the log's old rows go, and contexts that are too large for a row. */
  readonly ARCHIVE: R2Bucket;
  readonly UPKEEP: DurableObjectNamespace<Upkeep>;
  /** How long the log keeps a call in D1. */
  readonly ARCHIVE_AFTER_DAYS: string;
  /** How long a handoff is kept after its end. */
  readonly HANDOFFS_KEPT_DAYS: string;
  readonly CALLBACK_OUTBOX: DurableObjectNamespace<CallbackOutbox>;
  readonly CALLER_GATE: DurableObjectNamespace<CallerGate>;
  readonly CONNECTED_AGENT: DurableObjectNamespace<ConnectedAgent>;
  readonly FEED: DurableObjectNamespace<Feed>;
  readonly HANDOFF_KEEPER: DurableObjectNamespace<HandoffKeeper>;
  readonly HOOK_INBOX: DurableObjectNamespace<HookInbox>;
  readonly IDEMPOTENCY_LEDGER: DurableObjectNamespace<IdempotencyLedger>;
  readonly MCP_CALL: DurableObjectNamespace<McpCall>;
  readonly MCP_SESSION: DurableObjectNamespace<McpSession>;
  readonly MCP_SOCKET: DurableObjectNamespace<McpSocket>;
  readonly RUN_QUEUE: DurableObjectNamespace<RunQueue>;
  readonly RUN_SHARD: DurableObjectNamespace<RunShard>;
  readonly SCHEDULER: DurableObjectNamespace<Scheduler>;
  readonly SERVER_KEEPER: DurableObjectNamespace<ServerKeeper>;
  readonly SERVER_LISTENER: DurableObjectNamespace<ServerListener>;
  readonly TOKEN_SIGNER: DurableObjectNamespace<TokenSigner>;
  readonly RUN_WORKFLOW: Workflow<RunWorkflowParams>;
  /** Host names, with commas: pages from there may speak MCP to the hub. */
  readonly MCP_ORIGINS: string;
  readonly REGISTRATION: "open" | "closed";
  readonly MAX_KEY_RATE_LIMIT_PER_MIN: string;
  readonly OUTPUT_CHECK: "off" | "warn" | "enforce";
  readonly TOKEN_ISSUER: string;
  /** A secret: what seals the credentials of providers. Absent: the hub keeps none. */
  readonly MASTER_KEYS?: string;
  readonly EGRESS: "public" | "loopback";
  /** A secret: who shows it may read /metrics. Absent: nobody may. */
  readonly METRICS_TOKEN?: string;
  /** The base URL of an OTLP/HTTP collector. Absent: spans go nowhere. */
  readonly OTLP_ENDPOINT?: string;
  /** A secret: what the collector wants to see, `name=value` with commas between. */
  readonly OTLP_HEADERS?: string;
}
