// `nxc_live_<22 base62><6 base62>`: 131 random bits, then the CRC-32 of all that stands before it, so that a typo
// or a cut-off key is refused without a read. Only the key's SHA-256 is ever stored.

import { customAlphabet } from "nanoid";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const PREFIX = "nxc_live_";
const FORM = /^nxc_live_[0-9A-Za-z]{28}$/;
const CHECKSUM_LENGTH = 6;
const randomBase62 = customAlphabet(BASE62, 22);

export interface NewApiKey {
  /** Shown to its owner once, never stored. */
  readonly apiKey: string;
  readonly keyHash: string;
  /** Tells keys apart in a list without giving anything away. */
  readonly prefix: string;
}

export async function generateApiKey(): Promise<NewApiKey> {
  const body = PREFIX + randomBase62();
  const apiKey = body + checksum(body);
  return { apiKey, keyHash: await hashApiKey(apiKey), prefix: body.slice(0, PREFIX.length + 4) };
}

/** Whether the text has a key's form and its checksum is right; says nothing of whether the key exists. */
export function isWellFormedApiKey(text: string): boolean {
  if (!FORM.test(text)) return false;
  return checksum(text.slice(0, -CHECKSUM_LENGTH)) === text.slice(-CHECKSUM_LENGTH);
}

/** SHA-256 in hex. */
export async function hashApiKey(apiKey: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(apiKey));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function checksum(text: string): string {
  let rest = crc32(text);
  let digits = "";
  for (let i = 0; i < CHECKSUM_LENGTH; i++) {
    digits = BASE62.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

/** CRC-32 of ISO 3309 (as in zip and PNG) over ASCII text. */
function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let i = 0; i < text.length; i++) {
    crc ^= text.charCodeAt(i);
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
