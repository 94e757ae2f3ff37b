// Dynamic registration (RFC 7591): anybody may register a client, so that what is kept of it is little, and how many
// there can be is bounded: by the address that they come from, and over all.

import { z } from "@hono/zod-openapi";
import { nowIso } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { newId } from "../platform/ids.ts";
import { digestOf } from "../platform/secrets.ts";
import { presentableName } from "./client.ts";
import { OAuthFault } from "./fault.ts";
import { isAcceptable } from "./redirect-uri.ts";
import { insertClientWithin } from "./store.ts";

const HOUR_MS = 3_600_000;
const PER_ADDRESS_AND_HOUR = 20;
const PER_HOUR = 1_000;
/** A client that nobody allowed anything for so long is forgotten. */
const UNUSED_MS = 30 * 24 * HOUR_MS;
const MAX_REDIRECT_URIS = 10;

const metadataSchema = z.object({
  redirect_uris: z.array(z.string()).min(1).max(MAX_REDIRECT_URIS),
  client_name: z.string().max(1_000).default("A program without a name"),
  grant_types: z.array(z.string()).default(["authorization_code"]),
  response_types: z.array(z.string()).default(["code"]),
});

export async function registerClient(db: Database, metadata: unknown, address: string | null) {
  const parsed = metadataSchema.safeParse(metadata);
  if (!parsed.success) {
    const detail = `Send redirect_uris (1 to ${MAX_REDIRECT_URIS}) and client_name, as RFC 7591 has them.`;
    throw new OAuthFault("invalid_client_metadata", detail);
  }
  const { redirect_uris, client_name, grant_types, response_types } = parsed.data;
  if (!grant_types.includes("authorization_code") || !response_types.includes("code")) {
    throw new OAuthFault("invalid_client_metadata", "Clients get their tokens by authorization_code and code alone.");
  }
  // Some register the scheme of an app besides: it is left out, and the answer shows that.
  const redirectUris = redirect_uris.filter(isAcceptable);
  if (redirectUris.length === 0) {
    throw new OAuthFault(
      "invalid_redirect_uri",
      "A redirect URI is https, or http on this machine, without a fragment.",
    );
  }
  const client = {
    id: newId("client"),
    name: presentableName(client_name) || "A program without a name",
    redirectUris,
  };
  const now = Date.now();
  const isIn = await insertClientWithin(
    db,
    {
      ...client,
      registeredFrom: address === null ? null : await digestOf(`address:${network(address)}`),
      createdAt: nowIso(),
    },
    {
      perAddress: PER_ADDRESS_AND_HOUR,
      overall: PER_HOUR,
      since: iso(now - HOUR_MS),
      unusedSince: iso(now - UNUSED_MS),
    },
  );
  if (!isIn)
    throw new OAuthFault("temporarily_unavailable", "Too many clients register at the moment. Try in an hour.");
  return {
    client_id: client.id,
    client_id_issued_at: Math.floor(now / 1_000),
    client_name: client.name,
    redirect_uris: redirectUris,
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    // Whatever was asked for: there are no secrets to lose.
    token_endpoint_auth_method: "none",
  };
}

/** Who has an IPv6 address has all those of its /64. */
function network(address: string): string {
  if (!address.includes(":")) return address;
  const [head = ""] = address.toLowerCase().split("::");
  return head.split(":").slice(0, 4).join(":");
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
