// Reads a request's body, once: capped while it streams in, checked for type and nesting, then parsed.

import { createMiddleware } from "hono/factory";
import { readYaml } from "../../engine/import/yaml.ts";
import { type Json, MAX_JSON_DEPTH } from "../../engine/json.ts";
import { readCapped } from "../platform/read-capped.ts";
import { isFinite } from "./finite.ts";
import { placeOfFault } from "./json-fault.ts";
import { jsonSlip } from "./json-slip.ts";
import { nestsDeeperThan } from "./nesting.ts";
import { Problem } from "./problem.ts";

const MAX_BODY_BYTES = 1_048_576;

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;
/** RFC 9512, and what was written before it. */
const YAML_TYPE = /^(?:application|text)\/(?:x-)?yaml\s*(?:;|$)/i;
const METHODS_WITH_BODY = new Set(["POST", "PUT", "PATCH"]);

/**
 * Makes `c.req.json()` and the contract's validator see the parsed body. An empty body counts as `{}`. `takesYaml`: it may be
 * YAML, too; whoever comes after sees the JSON that this stands for.
 */
export const readJson = (maxBytes = MAX_BODY_BYTES, takesYaml = false) =>
  createMiddleware(async (c, next) => {
    if (METHODS_WITH_BODY.has(c.req.method)) {
      const bytes = await readBody(c.req.raw, maxBytes);
      const isYaml = takesYaml && YAML_TYPE.test(c.req.header("Content-Type") ?? "");
      if (isYaml) c.req.raw = asJson(c.req.raw);
      const body = bytes.byteLength === 0 ? {} : parse(checkType(c.req.raw.headers, bytes), isYaml);
      c.req.json = () => Promise.resolve(body as never);
      // The contract's media type gate looks here where a body came without a type.
      c.req.arrayBuffer = () => Promise.resolve(bytes.slice().buffer);
    }
    await next();
  });

/** Its body was read already. */
function asJson({ url, method, headers: sent, signal }: Request): Request {
  const headers = new Headers(sent);
  headers.set("Content-Type", "application/json");
  return new Request(url, { method, headers, signal });
}

/** The body of a request that is not a contract's. Throws the problem that says why it cannot be read. */
export async function readJsonBody(request: Request): Promise<Json> {
  return parse(checkType(request.headers, await readBody(request, MAX_BODY_BYTES)));
}

async function readBody(request: Request, maxBytes: number): Promise<Uint8Array> {
  const bytes = await readCapped(request, maxBytes).catch(() => {
    throw new Problem("malformed_json", "The body broke off before its end. Send it again, whole.");
  });
  if (bytes !== null) return bytes;
  const limit = `${maxBytes / 1_048_576} MiB (${maxBytes.toLocaleString("en")} bytes)`;
  throw new Problem("body_too_large", `The body is larger than ${limit}. Send less at once.`);
}

function checkType(headers: Headers, bytes: Uint8Array): Uint8Array {
  const type = headers.get("Content-Type");
  if (type === null || !JSON_TYPE.test(type)) {
    const sent = type === null ? "without a Content-Type" : `as "${type}"`;
    throw new Problem("unsupported_media_type", `The body came ${sent}. Send it as application/json.`);
  }
  const encoding = headers.get("Content-Encoding");
  if (encoding !== null && encoding.toLowerCase() !== "identity") {
    throw new Problem("unsupported_media_type", `The body is encoded as "${encoding}". Send it uncompressed.`);
  }
  return bytes;
}

function parse(bytes: Uint8Array, isYaml = false): Json {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    throw new Problem("malformed_json", "The body is not UTF-8. Send it in UTF-8.");
  }
  if (isYaml) {
    const read = readYaml(text);
    if (read.ok) return read.value;
    throw new Problem("malformed_json", `The body is no YAML that stands for JSON. ${read.why}`);
  }
  if (nestsDeeperThan(text, MAX_JSON_DEPTH)) {
    throw new Problem("nesting_too_deep", `The body nests objects and arrays deeper than ${MAX_JSON_DEPTH} levels.`);
  }
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    const { line, column } = placeOfFault(text);
    const place = `The body stops being JSON at line ${line}, column ${column}.`;
    const slip = jsonSlip(text);
    throw new Problem("malformed_json", slip === undefined ? place : `${place} ${slip}`);
  }
  if (!isFinite(value)) {
    throw new Problem("malformed_json", "The body holds a number beyond 1.8e308. Send such a number as text.");
  }
  return value;
}
