// From the key that a request shows to who is calling.

import { nowIso } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { findKeyByText } from "./find-key.ts";
import type { Defer } from "./find-key.ts";
import type { Principal } from "./principal.ts";

export type Authentication =
  | { readonly ok: true; readonly principal: Principal }
  | { readonly ok: false; readonly fault: "invalid_key" | "expired_key" };

export async function authenticate(db: Database, apiKey: string, defer: Defer): Promise<Authentication> {
  const key = await findKeyByText(db, apiKey, defer);
  if (key === undefined) return { ok: false, fault: "invalid_key" };
  if (key.expiresAt !== null && key.expiresAt <= nowIso()) return { ok: false, fault: "expired_key" };
  return { ok: true, principal: key.principal };
}
