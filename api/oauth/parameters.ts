// The parameters of an OAuth request, from a query or a form: each at most once (OAuth 2.1, 3.1), none too long.

import { readCapped } from "../platform/read-capped.ts";
import { OAuthFault } from "./fault.ts";

export type Parameters = ReadonlyMap<string, string>;

const MAX_FORM_BYTES = 16_384;
const MAX_VALUE_CHARS = 4_096;
const FORM_TYPE = /^application\/x-www-form-urlencoded\s*(?:;|$)/i;

export function parametersOf(given: URLSearchParams): Parameters {
  const parameters = new Map<string, string>();
  for (const [name, value] of given) {
    // What has no value counts as left out.
    if (value === "") continue;
    if (parameters.has(name)) {
      throw new OAuthFault(name === "resource" ? "invalid_target" : "invalid_request", "A parameter is there twice.");
    }
    if (value.length > MAX_VALUE_CHARS) throw new OAuthFault("invalid_request", "A parameter is too long.");
    parameters.set(name, value);
  }
  return parameters;
}

export async function readForm(request: Request): Promise<Parameters> {
  if (!FORM_TYPE.test(request.headers.get("Content-Type") ?? "")) {
    throw new OAuthFault("invalid_request", "Send the body as application/x-www-form-urlencoded.");
  }
  const bytes = await readCapped(request, MAX_FORM_BYTES).catch(() => null);
  if (bytes === null) throw new OAuthFault("invalid_request", "The body is too large, or broke off before its end.");
  return parametersOf(new URLSearchParams(new TextDecoder().decode(bytes)));
}

export function needed(parameters: Parameters, name: string): string {
  const value = parameters.get(name);
  if (value !== undefined) return value;
  throw new OAuthFault("invalid_request", `The parameter ${name} is missing.`);
}
