// From the key that a request shows, or that a token names, to who is calling.

import { nowIso } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { findKeyById, findKeyByText } from "./find-key.ts";
import type { Defer, UsableKey } from "./find-key.ts";
import type { Principal } from "./principal.ts";

export type Authentication =
  | {
      readonly ok: true;
      readonly by: "key" | "token";
      readonly principal: Principal;
      /** When what was shown ends by itself. ISO 8601; null: never. */
      readonly expiresAt: string | null;
    }
  | {
      readonly ok: false;
      readonly fault: "invalid_key" | "expired_key" | "invalid_token" | "expired_token";
      readonly detail: string;
    };

export async function authenticate(db: Database, apiKey: string, defer: Defer): Promise<Authentication> {
  return judge(await findKeyByText(db, apiKey, defer));
}

export async function authenticateById(db: Database, keyId: string, defer: Defer): Promise<Authentication> {
  return judge(await findKeyById(db, keyId, defer));
}

function judge(key: UsableKey | undefined): Authentication {
  if (key === undefined) {
    return { ok: false, fault: "invalid_key", detail: "This API key is not valid: mistyped, cut off, or revoked." };
  }
  if (key.expiresAt !== null && key.expiresAt <= nowIso()) {
    return { ok: false, fault: "expired_key", detail: "This API key has expired. Use another one." };
  }
  return { ok: true, by: "key", principal: key.principal, expiresAt: key.expiresAt };
}
