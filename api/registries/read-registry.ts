// One page of a registry that follows the official API (`GET /v0.1/servers`), through the egress guard. A registry is a
// stranger: what it says is bounded, taken field by field, and what does not fit is left out and counted.

import { z } from "zod";
import type { Failure } from "../../engine/run/outcome.ts";
import { readCapped } from "../platform/read-capped.ts";
import type { Egress } from "../relay/egress.ts";
import { UpstreamError } from "../relay/mcp/failures.ts";
import { guardedFetch } from "../relay/mcp/guarded-fetch.ts";
import type { RegistryEntry } from "./registry.ts";

const PAGE_ENTRIES = 100;
/** A registry that does not keep to the limit is read so far. */
const MAX_PAGE_ENTRIES = 1_000;
const MAX_PAGE_BYTES = 4 * 1024 * 1024;
const PAGE_TIMEOUT_MS = 10_000;
const MAX_ENTRY_CHARS = 8_000;
const MAX_CURSOR_CHARS = 4_096;

export interface RegistryQuestion {
  readonly url: string;
  readonly since: string | null;
  readonly cursor: string | null;
}

export interface RegistryPage {
  readonly entries: readonly RegistryEntry[];
  /** How many of the page the hub cannot use, and why not the first of them. */
  readonly leftOut: number;
  readonly leftOutReason: string | null;
  readonly nextCursor: string | null;
  /** What time it is there, by the answer's `Date`; null where it does not say. */
  readonly date: string | null;
}

const text = (max: number) => z.string().max(max);
const input = z.object({
  description: text(4_000).optional(),
  isRequired: z.boolean().optional(),
  isSecret: z.boolean().optional(),
  value: text(4_096).optional(),
  default: text(4_096).optional(),
  choices: z.array(text(1_000)).max(100).optional(),
});
const inputs = z.record(z.string().max(100), input);
const remote = z.object({
  type: text(50),
  url: text(2_048),
  headers: z
    .array(input.extend({ name: text(100), variables: inputs.optional() }))
    .max(50)
    .optional(),
  variables: inputs.optional(),
});
const official = z.object({
  status: z.enum(["active", "deprecated", "deleted"]).default("active"),
  statusMessage: text(500).optional(),
  updatedAt: z.iso.datetime({ offset: true }).optional(),
  isLatest: z.boolean().default(true),
});
const entrySchema = z.object({
  server: z.object({
    name: text(200).regex(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/),
    title: text(100).optional(),
    description: text(1_000),
    version: text(255).min(1),
    remotes: z.array(remote).max(50).default([]),
  }),
  _meta: z
    .object({ "io.modelcontextprotocol.registry/official": official.default({ status: "active", isLatest: true }) })
    .default({ "io.modelcontextprotocol.registry/official": { status: "active", isLatest: true } }),
});
const pageSchema = z.object({
  servers: z.array(z.unknown()),
  metadata: z.object({ nextCursor: z.string().max(MAX_CURSOR_CHARS).nullish() }).default({}),
});

/** Rejects with an `UpstreamError`. */
export async function readRegistryPage(question: RegistryQuestion, egress: Egress): Promise<RegistryPage> {
  const signal = AbortSignal.timeout(PAGE_TIMEOUT_MS);
  const guard = guardedFetch({ egress, credentials: undefined, maxBytes: MAX_PAGE_BYTES, signal, who: "The registry" });
  try {
    const response = await guard.fetch(pageUrl(question), { headers: { accept: "application/json" } });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new UpstreamError(answered(response.status));
    }
    const body = await readCapped(response, MAX_PAGE_BYTES);
    return { ...pageIn(new TextDecoder().decode(body ?? undefined)), date: dateOf(response.headers) };
  } catch (error) {
    if (error instanceof UpstreamError) throw error;
    if (signal.aborted) throw new UpstreamError(tooSlow);
    throw new UpstreamError(guard.fault() ?? unreachable(error));
  }
}

/** The latest versions alone: a hub uses no other. */
function pageUrl({ url, since, cursor }: RegistryQuestion): URL {
  const page = new URL(`${url.replace(/\/+$/, "")}/v0.1/servers`);
  page.searchParams.set("limit", String(PAGE_ENTRIES));
  page.searchParams.set("version", "latest");
  if (since !== null) page.searchParams.set("updated_since", since);
  if (cursor !== null) page.searchParams.set("cursor", cursor);
  return page;
}

function pageIn(json: string): Omit<RegistryPage, "date"> {
  const page = pageSchema.safeParse(parsed(json));
  if (!page.success) throw new UpstreamError(notRegistry("its answer has no list `servers`"));
  const { servers, metadata } = page.data;
  const read = servers.slice(0, MAX_PAGE_ENTRIES).map(entryIn);
  const entries = read.filter((one) => typeof one !== "string");
  const reasons = read.filter((one) => typeof one === "string");
  const beyond = servers.length - read.length;
  return {
    entries,
    leftOut: reasons.length + beyond,
    leftOutReason: reasons[0] ?? (beyond > 0 ? `A page holds more than ${MAX_PAGE_ENTRIES} servers.` : null),
    nextCursor: metadata.nextCursor || null,
  };
}

/** Otherwise why the hub cannot use it. */
function entryIn(item: unknown): RegistryEntry | string {
  const entry = entrySchema.safeParse(item);
  if (!entry.success) {
    const [issue] = entry.error.issues;
    return `At /${issue?.path.join("/") ?? ""}: ${issue?.message ?? "it does not fit"}`.slice(0, 500);
  }
  const { server, _meta: meta } = entry.data;
  if (JSON.stringify(server).length > MAX_ENTRY_CHARS) return `It has more than ${MAX_ENTRY_CHARS} characters.`;
  const { status, statusMessage = null, updatedAt, isLatest } = meta["io.modelcontextprotocol.registry/official"];
  const { title = null, ...described } = server;
  return {
    ...described,
    title,
    status,
    statusMessage,
    isLatest,
    updatedAt: updatedAt === undefined ? null : new Date(updatedAt).toISOString(),
  };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new UpstreamError(notRegistry("its answer is no JSON"));
  }
}

function dateOf(headers: Headers): string | null {
  const at = Date.parse(headers.get("date") ?? "");
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

const tooSlow: Failure = {
  code: "timeout",
  message: `The registry did not answer within ${PAGE_TIMEOUT_MS / 1000} s.`,
  retryable: true,
};

function answered(status: number): Failure {
  const retryable = status >= 500 || status === 408 || status === 429;
  return { code: "provider_error", message: `The registry answered ${status} to GET /v0.1/servers.`, retryable };
}

export function notRegistry(why: string): Failure {
  const message = `It does not answer as an MCP registry does: ${why}.`;
  return { code: "invalid_response", message, retryable: false };
}

function unreachable(error: unknown): Failure {
  const why = error instanceof Error ? error.message : String(error);
  const message = `The registry could not be reached, or broke off: ${why.slice(0, 300)}`;
  return { code: "provider_unreachable", message, retryable: true };
}
