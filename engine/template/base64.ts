// $base64encode and $base64decode: JSONata's own need a browser or Node. A character is a byte, 0 to 255.

import { Refusal } from "./fault.ts";
import { checkCharacters } from "./meter.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUES = new Map(Array.from(`${ALPHABET}-_`, (character, index) => [character, index < 64 ? index : index - 2]));

export function base64encode(text: unknown): unknown {
  if (text === undefined) return undefined;
  const bytes = asBytes(text);
  checkCharacters((bytes.length * 4) / 3 + 3);
  let encoded = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = [bytes[at], bytes[at + 1], bytes[at + 2]];
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    encoded += digit(bits >> 18) + digit(bits >> 12);
    encoded += b === undefined ? "==" : digit(bits >> 6) + (c === undefined ? "=" : digit(bits));
  }
  return encoded;
}

/** Both alphabets; what is not a digit is skipped, `=` ends it. */
export function base64decode(text: unknown): unknown {
  if (text === undefined) return undefined;
  if (typeof text !== "string") throw notText();
  let decoded = "";
  let bits = 0;
  let count = 0;
  for (const character of text) {
    if (character === "=") break;
    const value = VALUES.get(character);
    if (value === undefined) continue;
    bits = ((bits << 6) | value) & 0xffffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      decoded += String.fromCharCode((bits >> count) & 0xff);
    }
  }
  return decoded;
}

function digit(bits: number): string {
  return ALPHABET.charAt(bits & 63);
}

function asBytes(text: unknown): number[] {
  if (typeof text !== "string") throw notText();
  return Array.from({ length: text.length }, (_, index) => {
    const code = text.charCodeAt(index);
    if (code <= 0xff) return code;
    const hint = "Encode it first: $base64encode($encodeUrlComponent($x)), or let a tool do it.";
    throw new Refusal("expression_failed", "$base64encode takes characters up to U+00FF.", hint);
  });
}

function notText(): Refusal {
  return new Refusal("expression_failed", "Base64 is made of a text.");
}
