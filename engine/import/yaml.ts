// A document in YAML, as the JSON that it stands for.
//
// Y1. Hostile text is bounded: its length, how deep it nests, and no alias is followed, so nothing grows.
// Y2. What has no place in JSON (infinities, tags of its own, several documents) is refused, not made into something else.

import { LineCounter, parseDocument } from "yaml";
import { isDeeperThan, type Json, MAX_JSON_DEPTH } from "../json.ts";

/** Hostile text takes the library some ten milliseconds for a thousand characters. */
const MAX_CHARACTERS = 65_536;

const TOO_DEEP = `It nests deeper than ${MAX_JSON_DEPTH} levels.`;

export type Read = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly why: string };

export function readYaml(text: string): Read {
  if (text.length > MAX_CHARACTERS) return refused(`It is longer than ${MAX_CHARACTERS} characters.`);
  try {
    // Looking for keys that come twice takes the square of their number. As in JSON, the last one counts.
    const options = { uniqueKeys: false, stringKeys: true, prettyErrors: false, logLevel: "error" } as const;
    const lineCounter = new LineCounter();
    const document = parseDocument(text, { ...options, lineCounter });
    const [fault] = [...document.errors, ...document.warnings];
    if (fault !== undefined) {
      if (fault.code === "RESOURCE_EXHAUSTION") return refused(TOO_DEEP);
      const { line, col } = lineCounter.linePos(fault.pos[0]);
      return refused(`At line ${line}, column ${col}: ${fault.message}.`);
    }
    const value = document.toJS({ maxAliasCount: 0 }) as Json;
    if (isDeeperThan(value, MAX_JSON_DEPTH)) return refused(TOO_DEEP);
    return isJson(value) ? { ok: true, value } : refused("It holds a number that JSON cannot hold.");
  } catch (error) {
    // The library's own words for what is too deep to be read at all, or for an alias.
    if (error instanceof RangeError) return refused(TOO_DEEP);
    if (error instanceof ReferenceError) return refused("It has an alias (*name). Write out what it stands for.");
    throw error;
  }
}

function refused(why: string): Read {
  return { ok: false, why };
}

function isJson(value: unknown): value is Json {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || value === null) return value !== undefined && typeof value !== "bigint";
  return (Array.isArray(value) ? value : Object.values(value)).every(isJson);
}
