// A client whose id is a URL: what it says of itself is a JSON document there (draft-ietf-oauth-client-id-metadata-document).
//
// D1. The URL goes through the egress guard, and no redirect is followed: the document is at its id or nowhere.
// D2. A document is small and comes soon; what is fetched at once is bounded, and so is what is asked again.
// D3. What it says counts only if it names its own URL as `client_id`.

import { z } from "@hono/zod-openapi";
import type { Env } from "../env.ts";
import { readCapped } from "../platform/read-capped.ts";
import { recentFor } from "../platform/recent.ts";
import { egressFault } from "../relay/egress.ts";
import { presentableName } from "./client.ts";
import type { Client } from "./client.ts";
import { OAuthFault } from "./fault.ts";
import { isAcceptable } from "./redirect-uri.ts";

const MAX_URL_CHARS = 1_000;
const MAX_BYTES = 10_240;
const TIMEOUT_MS = 5_000;
const MAX_AT_ONCE = 16;
/** However long its `Cache-Control` would let the hub keep it. */
const KEPT_MS = 300_000;
/** A document that is not there, or not as it should be, is not asked for again so soon. */
const FAILURE_KEPT_MS = 10_000;

const known = recentFor<Client>(KEPT_MS, 1_000);
const failed = recentFor<OAuthFault>(FAILURE_KEPT_MS, 1_000);
let underWay = 0;

const documentSchema = z.object({
  client_id: z.string(),
  client_name: z.string().min(1).max(1_000),
  redirect_uris: z.array(z.string()).min(1).max(50),
  token_endpoint_auth_method: z.string().optional(),
  client_secret: z.undefined().optional(),
});

export function isDocumentUrl(clientId: string): boolean {
  return /^https?:\/\//i.test(clientId);
}

export async function readClientDocument(env: Env, url: string): Promise<Client> {
  const client = known(env).get(url);
  if (client !== undefined) return client;
  const failure = failed(env).get(url);
  if (failure !== undefined) throw failure;
  try {
    const { read, mayKeep } = await fetchDocument(env, url);
    if (mayKeep) known(env).set(url, read);
    return read;
  } catch (error) {
    if (error instanceof OAuthFault && error.code === "invalid_client") failed(env).set(url, error);
    throw error;
  }
}

async function fetchDocument(env: Env, url: string): Promise<{ read: Client; mayKeep: boolean }> {
  const parsed = checkedUrl(env, url);
  if (underWay >= MAX_AT_ONCE) throw new OAuthFault("temporarily_unavailable", "The hub is busy. Try again soon.");
  underWay += 1;
  try {
    const response = await fetch(parsed, {
      headers: { Accept: "application/json" },
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const bytes = await readCapped(response, MAX_BYTES);
    if (response.status !== 200 || bytes === null) throw unusable("is not there, or is too large");
    const read = clientFrom(new TextDecoder().decode(bytes), url, parsed.host);
    return { read, mayKeep: !/no-store|no-cache/i.test(response.headers.get("Cache-Control") ?? "") };
  } catch (error) {
    if (error instanceof OAuthFault) throw error;
    throw unusable("could not be fetched");
  } finally {
    underWay -= 1;
  }
}

/** The draft's section 3: a path, no fragment, no dots in it, nobody's name. */
function checkedUrl({ EGRESS }: Env, text: string): URL {
  const url = URL.parse(text);
  if (url === null || text.length > MAX_URL_CHARS || egressFault(text, EGRESS) !== null)
    throw unusable("is not at a public https URL");
  // As it was written, it is what the parser makes of it: no dot segments, no default port, no other case.
  if (url.href !== text || url.hash !== "" || url.pathname === "/") {
    throw unusable("is not at a URL in its plain form, with a path and without a fragment");
  }
  return url;
}

function clientFrom(text: string, id: string, host: string): Client {
  const document = documentSchema.safeParse(jsonOf(text));
  if (!document.success) throw unusable("lacks client_id, client_name or redirect_uris, or holds a secret");
  const { client_id, client_name, redirect_uris, token_endpoint_auth_method: method = "none" } = document.data;
  if (client_id !== id) throw unusable("names another client_id than its URL");
  if (method !== "none") throw unusable("wants a way to authenticate that the hub does not have: only none");
  const redirectUris = redirect_uris.filter(isAcceptable);
  const name = presentableName(client_name);
  if (redirectUris.length === 0 || name === "") throw unusable("has no usable name or redirect URI");
  return { id, name, redirectUris, host };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function unusable(how: string): OAuthFault {
  return new OAuthFault("invalid_client", `The metadata document of the client ${how}.`);
}
