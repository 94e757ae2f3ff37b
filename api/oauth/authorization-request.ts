// What a client asks a person for: checked in two steps, since before the client and its redirect URI are known to be
// right there is nobody to send an answer to, and an error is shown where it is met.

import type { Services } from "../services.ts";
import type { Client } from "./client.ts";
import { OAuthFault } from "./fault.ts";
import { findClient } from "./find-client.ts";
import { needed } from "./parameters.ts";
import type { Parameters } from "./parameters.ts";
import { HUB_PATH, resourceNamed } from "./places.ts";
import { isRegistered } from "./redirect-uri.ts";
import { scopesIn } from "./scopes.ts";
import type { GrantableScope } from "./scopes.ts";

/** Who asks, and where the answer goes. */
export interface Asker {
  readonly client: Client;
  readonly redirectUri: string;
  readonly state: string | undefined;
}

export interface Asked {
  readonly codeChallenge: string;
  readonly scopes: readonly GrantableScope[];
  readonly resource: string;
}

/** Throws what must be shown here, and sent nowhere. */
export async function readAsker(services: Services, parameters: Parameters): Promise<Asker> {
  const client = await findClient(services, needed(parameters, "client_id"));
  const redirectUri = needed(parameters, "redirect_uri");
  if (!isRegistered(redirectUri, client.redirectUris)) {
    throw new OAuthFault("invalid_request", "The redirect_uri is none of those that the client registered.");
  }
  return { client, redirectUri, state: parameters.get("state") };
}

/** Throws what the client should be told. */
export function readAsked(parameters: Parameters, issuer: string): Asked {
  if (needed(parameters, "response_type") !== "code") {
    throw new OAuthFault("unsupported_response_type", "Only response_type=code is there.");
  }
  if ((parameters.get("response_mode") ?? "query") !== "query") {
    throw new OAuthFault("invalid_request", "Only response_mode=query is there.");
  }
  const codeChallenge = needed(parameters, "code_challenge");
  if (parameters.get("code_challenge_method") !== "S256" || !/^[\w-]{43}$/.test(codeChallenge)) {
    throw new OAuthFault("invalid_request", "Send a code_challenge with code_challenge_method=S256 (RFC 7636).");
  }
  // Clients of 2025-03-26 name no resource: they mean the hub.
  const resource = resourceNamed(issuer, parameters.get("resource") ?? issuer + HUB_PATH);
  if (resource === null) {
    throw new OAuthFault(
      "invalid_target",
      `The resource is no MCP endpoint of this hub, such as ${issuer}${HUB_PATH}.`,
    );
  }
  return { codeChallenge, scopes: scopesIn(parameters.get("scope")), resource };
}
