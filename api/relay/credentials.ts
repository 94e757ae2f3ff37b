// What a provider wants to see before it answers: one header, kept sealed with its tool, opened for a call alone.

import { seal, unseal } from "../platform/encryption.ts";
import type { Tool } from "../tools/tool.ts";

export interface Credentials {
  readonly header: string;
  /** What comes before the secret in the header: `Bearer ` or nothing. */
  readonly prefix: string;
  readonly secret: string;
}

type Owner = Pick<Tool, "id" | "agentId">;

/** Headers that the relay writes itself, or that belong to one connection. */
const RESERVED =
  /^(host|connection|keep-alive|te|trailer|transfer-encoding|upgrade|expect|accept|user-agent|cookie|idempotency-key|traceparent|tracestate|proxy-.*|content-.*|x-nexuscall-.*|cf-.*)$/i;

export function isReservedHeader(name: string): boolean {
  return RESERVED.test(name);
}

/** Null where the hub has no master key. */
export function sealCredentials(
  masterKeys: string | undefined,
  owner: Owner,
  credentials: Credentials,
): Promise<string | null> {
  return seal(masterKeys, JSON.stringify(credentials), contextOf(owner));
}

const opened = new WeakMap<object, Promise<Credentials | null>>();

/**
 * The credentials of a tool, or of an MCP server; null where they cannot be opened. For one that has some. `owner` is
 * what they were sealed for: an imported tool has its server's.
 */
export function openCredentials(
  masterKeys: string | undefined,
  keeper: Owner,
  sealed: string,
  owner: Owner = keeper,
): Promise<Credentials | null> {
  let credentials = opened.get(keeper);
  if (credentials === undefined) opened.set(keeper, (credentials = open(masterKeys, owner, sealed)));
  return credentials;
}

async function open(masterKeys: string | undefined, owner: Owner, sealed: string): Promise<Credentials | null> {
  const text = await unseal(masterKeys, sealed, contextOf(owner));
  return text === null ? null : (JSON.parse(text) as Credentials);
}

function contextOf({ id, agentId }: Owner): string {
  return `${agentId}/${id}`;
}

/** The text without the secret, as it is and as JSON with escaped slashes has it. */
export function redact(text: string, { secret }: Credentials): string {
  return text.replaceAll(secret, REDACTED).replaceAll(secret.replaceAll("/", "\\/"), REDACTED);
}

/** The same of a text that comes in pieces: a secret may lie across two of them. */
export async function* redactPieces(pieces: AsyncIterable<string>, credentials: Credentials): AsyncGenerator<string> {
  // Each character may have a backslash before it.
  const longest = 2 * credentials.secret.length;
  let kept = "";
  for await (const piece of pieces) {
    const text = redact(kept + piece, credentials);
    kept = text.slice(-longest);
    if (text.length > longest) yield text.slice(0, -longest);
  }
  if (kept !== "") yield kept;
}

const REDACTED = "[redacted]";
