import { z } from "zod";
import type { Json } from "../../../engine/json.ts";
import type { Failure } from "../../../engine/run/outcome.ts";
import { readCapped } from "../../platform/read-capped.ts";
import { egressFault } from "../egress.ts";
import { givenUp, refusalOf } from "../http-tool.ts";
import { MAX_RESULT_BYTES, tooLarge } from "../result.ts";
import { builtin, type BuiltinContext } from "./builtin.ts";

const MAX_REDIRECTS = 3;

export const httpGet = builtin({
  name: "http_get",
  description:
    "Reads a public URL: JSON as a value, everything else as text. Follows up to three redirects; " +
    "a status other than 2xx is a failure.",
  version: "1.0.0",
  tags: ["web"],
  category: "web",
  input: z.strictObject({ url: z.string().max(2_048).describe("An https URL on a public address.") }),
  output: z.object({
    url: z.string().describe("Where the redirects led."),
    status: z.number(),
    contentType: z.string().nullable(),
    body: z.unknown(),
  }),
  run: async ({ url }, context) => {
    try {
      const response = await get(url, context, MAX_REDIRECTS);
      if (!(response instanceof Response)) return { failure: response };
      const bytes = await readCapped(response, MAX_RESULT_BYTES);
      const text = bytes && new TextDecoder().decode(bytes);
      if (!response.ok) return { failure: refusalOf(response, text) };
      if (text === null) return { failure: tooLarge };
      const contentType = response.headers.get("content-type");
      const body = /\bjson\b/i.test(contentType ?? "") ? jsonOr(text) : text;
      return { result: { url: response.url, status: response.status, contentType, body } };
    } catch (error) {
      if (context.signal.aborted) return { failure: givenUp };
      const reason = error instanceof Error ? error.message : String(error);
      const message = `The URL could not be reached, or its server broke off: ${reason}`;
      return { failure: { code: "provider_unreachable", message, retryable: true } };
    }
  },
});

/** The answer, or why it was not asked for. Each redirect is checked like the URL itself. */
async function get(url: string, context: BuiltinContext, redirectsLeft: number): Promise<Response | Failure> {
  const fault = egressFault(url, context.egress);
  if (fault !== null) {
    return { code: "egress_denied", message: `The URL may not be read. ${fault}`, retryable: false };
  }
  const response = await fetch(url, {
    headers: { accept: "application/json, text/*;q=0.9, */*;q=0.5", "user-agent": "NexusCall" },
    redirect: "manual",
    signal: context.signal,
  });
  const location = response.headers.get("location");
  if (response.status < 300 || response.status > 399 || location === null) return response;
  await response.body?.cancel();
  if (redirectsLeft === 0) {
    const message = `The URL redirects more than ${MAX_REDIRECTS} times.`;
    return { code: "provider_redirect", message, retryable: false };
  }
  return get(URL.parse(location, url)?.href ?? location, context, redirectsLeft - 1);
}

function jsonOr(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
