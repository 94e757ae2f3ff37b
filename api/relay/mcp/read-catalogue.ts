// What an upstream MCP server says of itself and lists, page by page and within bounds of pages, bytes and time.

import type { ClientCapabilities } from "@modelcontextprotocol/client";
import { z } from "zod";
import type { Json, JsonObject } from "../../../engine/json.ts";
import type { Failure } from "../../../engine/run/outcome.ts";
import { inTime } from "../../platform/in-time.ts";
import { connectUpstream, type Upstream, type UpstreamReach } from "./connect.ts";
import { failureOf, UpstreamError } from "./failures.ts";

export type Kind = "tool" | "resource" | "template" | "prompt";

export interface Catalogue {
  readonly revision: string;
  readonly identity: JsonObject | null;
  readonly instructions: string | null;
  readonly capabilities: JsonObject;
  readonly lists: Readonly<Record<Kind, Listing>>;
}

export interface Listing {
  readonly items: readonly Json[];
  /** Whether the server had more pages than the hub reads. */
  readonly cutOff: boolean;
  /** How long the server says that its list holds; null where it does not. */
  readonly ttlMs: number | null;
}

/** Of all four lists together. */
const MAX_CATALOGUE_BYTES = 8 * 1024 * 1024;
const MAX_TIME_MS = 30_000;
const MAX_PAGES = 100;
const MAX_ITEMS = 1_000;
const MAX_INSTRUCTIONS_CHARS = 20_000;

/** Some servers list what asks its caller only to clients that can be asked; callers of the hub can. */
const ANY: ClientCapabilities = { elicitation: { form: {}, url: {} }, sampling: {}, roots: {} };

const LISTS = {
  tool: { capability: "tools", method: "tools/list", items: "tools" },
  resource: { capability: "resources", method: "resources/list", items: "resources" },
  template: { capability: "resources", method: "resources/templates/list", items: "resourceTemplates" },
  prompt: { capability: "prompts", method: "prompts/list", items: "prompts" },
} as const;

/** Rejects with an `UpstreamError`. */
export function readCatalogue(reach: UpstreamReach): Promise<Catalogue> {
  return inTime(MAX_TIME_MS, async (signal) => {
    try {
      const how = { signal, timeoutMs: MAX_TIME_MS, capabilities: ANY };
      const connection = await connectUpstream({ ...reach, maxBytes: MAX_CATALOGUE_BYTES, signal }, null, how);
      try {
        return await read(connection, signal);
      } catch (error) {
        throw new UpstreamError(connection.fault() ?? failureOf(error));
      } finally {
        await connection.endSession().catch(() => undefined);
        await connection.close();
      }
    } catch (error) {
      throw signal.aborted ? new UpstreamError(tooSlow) : error;
    }
  });
}

const tooSlow: Failure = {
  code: "timeout",
  message: `The MCP server did not tell what it has within ${MAX_TIME_MS / 1000} s.`,
  retryable: true,
};

async function read(connection: Upstream, signal: AbortSignal): Promise<Catalogue> {
  const { client, revision } = connection;
  const capabilities = client.getServerCapabilities() ?? {};
  const lists: Partial<Record<Kind, Listing>> = {};
  for (const kind of ["tool", "resource", "template", "prompt"] as const) {
    const has = capabilities[LISTS[kind].capability] !== undefined;
    // A server may have resources and no templates without saying so.
    lists[kind] = has ? await list(connection, kind, signal).catch(optional(kind)) : NOTHING;
  }
  return {
    revision,
    identity: jsonOf(client.getServerVersion()) ?? null,
    instructions: client.getInstructions()?.slice(0, MAX_INSTRUCTIONS_CHARS) ?? null,
    capabilities: jsonOf(capabilities) ?? {},
    lists: lists as Record<Kind, Listing>,
  };
}

const NOTHING: Listing = { items: [], cutOff: false, ttlMs: null };

function optional(kind: Kind) {
  return (error: unknown): Listing => {
    if (kind === "template" && failureOf(error).code === "provider_error") return NOTHING;
    throw error;
  };
}

const pageSchema = z.looseObject({ nextCursor: z.string().optional(), ttlMs: z.number().optional() });

async function list({ client }: Upstream, kind: Kind, signal: AbortSignal): Promise<Listing> {
  const { method, items: field } = LISTS[kind];
  const items: Json[] = [];
  let cursor: string | undefined;
  let ttlMs: number | null = null;
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const params = cursor === undefined ? {} : { cursor };
    const answer = await client.request({ method, params }, pageSchema, { signal, timeout: MAX_TIME_MS });
    items.push(...(z.array(z.unknown()).parse(answer[field]) as Json[]));
    if (pages === 0) ttlMs = answer.ttlMs ?? null;
    const next = answer.nextCursor;
    if (next === undefined || next === cursor) return { items, cutOff: false, ttlMs };
    if (items.length > MAX_ITEMS) break;
    cursor = next;
  }
  return { items: items.slice(0, MAX_ITEMS), cutOff: true, ttlMs };
}

function jsonOf(value: object | undefined): JsonObject | undefined {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as JsonObject);
}
