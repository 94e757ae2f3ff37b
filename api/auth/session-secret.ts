// A session's secret: 256 random bits that only the cookie holds. All else follows from it, each in one direction:
// what the table keeps, and what a page has to send along to show that it is one of the hub's own.

import { digestOf, randomSecret } from "../platform/secrets.ts";

/** What the cookie holds. */
export function newSessionSecret(): string {
  return randomSecret();
}

/** Whether the text has a secret's form; what has not needs no look-up. */
export function isSessionSecret(text: string): boolean {
  return /^[\w-]{43}$/.test(text);
}

/** What the table holds instead of the secret. */
export async function sessionHash(secret: string): Promise<string> {
  return digestOf(`session:${secret}`);
}

/** What `X-CSRF-Token` has to be: a page that cannot read the answers of the hub does not know it. */
export async function csrfTokenOf(secret: string): Promise<string> {
  return digestOf(`csrf:${secret}`);
}
