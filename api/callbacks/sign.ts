// Standard Webhooks (standardwebhooks.com): what is signed is `<id>.<seconds>.<body>`, by HMAC-SHA256, with each of
// the secrets that are valid, so that a receiver may change from one to the next when it likes.

const PREFIX = "whsec_";
const SECRET_BYTES = 32;

export function newSecret(): string {
  return PREFIX + base64(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
}

export interface Message {
  readonly id: string;
  readonly body: string;
  /** In ms since the epoch: of the attempt. */
  readonly at: number;
}

export async function signedHeaders({ id, body, at }: Message, secrets: readonly string[]) {
  const seconds = String(Math.floor(at / 1000));
  const text = new TextEncoder().encode(`${id}.${seconds}.${body}`);
  const signatures = await Promise.all(secrets.map((secret) => sign(text, secret)));
  return { "webhook-id": id, "webhook-timestamp": seconds, "webhook-signature": signatures.join(" ") };
}

async function sign(text: Uint8Array, secret: string): Promise<string> {
  const bytes = Uint8Array.from(atob(secret.slice(PREFIX.length)), (char) => char.charCodeAt(0));
  const key = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return `v1,${base64(new Uint8Array(await crypto.subtle.sign("HMAC", key, text)))}`;
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}
