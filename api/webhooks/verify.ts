// Whether a message comes from who knows the secret, in the way of its sender: Standard Webhooks (standardwebhooks.com),
// GitHub's X-Hub-Signature-256, Stripe's Stripe-Signature, or a bearer token.
//
// Signatures are compared by the platform, in constant time. Where the sender signs a time, a message that is older or newer
// than five minutes does not count.

import type { Json } from "../../engine/json.ts";
import { isObject } from "../../engine/schema/resources.ts";
import { digestOf } from "../platform/secrets.ts";
import type { Verification } from "./webhook.ts";

const TOLERANCE_S = 5 * 60;
const MAX_ID_CHARS = 255;
const STANDARD_SECRET = /^whsec_[A-Za-z0-9+/]{24,}={0,2}$/;
const BEARER_SECRET = /^[\x21-\x7e]+$/;

export interface Message {
  readonly headers: Headers;
  /** As they came. */
  readonly bytes: Uint8Array;
  readonly body: Json;
}

/** Why it is not to be trusted; null: it is. `now` in ms since the epoch. */
export async function signatureFault(
  verification: Verification,
  { headers, bytes }: Message,
  secrets: readonly string[],
  now: number,
): Promise<string | null> {
  switch (verification) {
    case "none":
      return null;
    case "bearer":
      return bearerFault(headers, secrets);
    case "github": {
      const [, hex = ""] = /^sha256=([0-9a-f]{64})$/i.exec(headers.get("x-hub-signature-256") ?? "") ?? [];
      if (hex === "") return "There is no X-Hub-Signature-256 of the form sha256=<hex>.";
      return (await isSigned(secrets.map(utf8), bytes, [fromHex(hex)])) ? null : MISMATCH;
    }
    case "standard": {
      const id = headers.get("webhook-id") ?? "";
      const seconds = headers.get("webhook-timestamp") ?? "";
      const fault = timeFault("webhook-timestamp", seconds, now);
      if (id === "" || fault !== null) return fault ?? "There is no webhook-id.";
      const signatures = (headers.get("webhook-signature") ?? "").split(" ").flatMap((each) => fromBase64(each, "v1,"));
      const keys = secrets.flatMap((secret) => fromBase64(secret, "whsec_"));
      return (await isSigned(keys, joined(utf8(`${id}.${seconds}.`), bytes), signatures)) ? null : MISMATCH;
    }
    case "stripe": {
      const parts = (headers.get("stripe-signature") ?? "").split(",").map((part) => part.trim().split("="));
      const seconds = parts.find(([name]) => name === "t")?.[1] ?? "";
      const fault = timeFault("t of Stripe-Signature", seconds, now);
      if (fault !== null) return fault;
      const signatures = parts.flatMap(([name, hex = ""]) =>
        name === "v1" && /^[0-9a-f]{64}$/.test(hex) ? [fromHex(hex)] : [],
      );
      return (await isSigned(secrets.map(utf8), joined(utf8(`${seconds}.`), bytes), signatures)) ? null : MISMATCH;
    }
  }
}

/** By what a message that comes twice is told; null: its sender gives nothing. */
export function messageIdOf(verification: Verification, { headers, body }: Message): string | null {
  const id = {
    standard: () => headers.get("webhook-id"),
    github: () => headers.get("x-github-delivery"),
    stripe: () => (isObject(body) && typeof body["id"] === "string" ? body["id"] : null),
    bearer: () => headers.get("webhook-id") ?? headers.get("idempotency-key"),
    none: () => headers.get("webhook-id") ?? headers.get("idempotency-key"),
  }[verification]();
  return id === null || id === "" || id.length > MAX_ID_CHARS ? null : id;
}

/** Why no message can be verified by this secret; null: messages can. */
export function secretFault(verification: Verification, secret: string): string | null {
  if (verification === "none") return "Messages that are not verified need no secret.";
  if (verification === "bearer" && !BEARER_SECRET.test(secret)) {
    return "A bearer token is of ASCII letters, digits and signs, without spaces: no header brings another.";
  }
  if (verification === "standard" && !(STANDARD_SECRET.test(secret) && fromBase64(secret, "whsec_").length > 0)) {
    return "A secret of Standard Webhooks is whsec_ and at least 24 characters of base64.";
  }
  return null;
}

const MISMATCH = "The signature is not that of this body under the secret.";

async function bearerFault(headers: Headers, secrets: readonly string[]): Promise<string | null> {
  const [, token = ""] = /^bearer +(\S+)$/i.exec(headers.get("authorization") ?? "") ?? [];
  // Digests of the same length, whatever was sent: how long comparing takes tells nothing of the secret.
  const shown = await digestOf(token);
  const known = await Promise.all(secrets.map(digestOf));
  return known.includes(shown) ? null : "There is no Authorization: Bearer with the secret.";
}

function timeFault(name: string, seconds: string, now: number): string | null {
  if (!/^\d{1,12}$/.test(seconds)) return `There is no ${name} in seconds.`;
  const isFar = Math.abs(now / 1000 - Number(seconds)) > TOLERANCE_S;
  return isFar ? `The ${name} is more than five minutes off: the message may be a repeat of an old one.` : null;
}

/** Whether one of the signatures is that of the bytes under one of the keys. */
async function isSigned(keys: readonly Uint8Array[], bytes: Uint8Array, signatures: readonly Uint8Array[]) {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  for (const raw of keys) {
    const key = await crypto.subtle.importKey("raw", raw, algorithm, false, ["verify"]);
    for (const signature of signatures.slice(0, 10)) {
      if (await crypto.subtle.verify("HMAC", key, signature, bytes)) return true;
    }
  }
  return false;
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function joined(head: Uint8Array, tail: Uint8Array): Uint8Array {
  const whole = new Uint8Array(head.length + tail.length);
  whole.set(head);
  whole.set(tail, head.length);
  return whole;
}

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

/** What follows the prefix; nothing where it is not base64. */
function fromBase64(text: string, prefix: string): Uint8Array[] {
  if (!text.startsWith(prefix)) return [];
  try {
    return [Uint8Array.from(atob(text.slice(prefix.length)), (character) => character.charCodeAt(0))];
  } catch {
    return [];
  }
}
