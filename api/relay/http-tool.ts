// A tool that is an HTTP endpoint: the arguments are POSTed as JSON; a 2xx JSON body is the result, or a stream of them.

import type { Failure, Outcome } from "../../engine/run/outcome.ts";
import type { Stored } from "../../engine/template/stored.ts";
import type { ToolCallRequest } from "./call-tool.ts";
import { type Credentials, openCredentials, redact, redactPieces } from "./credentials.ts";
import { egressFault } from "./egress.ts";
import { readCapped, readOrStream } from "../platform/read-capped.ts";
import { describeSpan, traceHeaders } from "../telemetry/tracing.ts";
import { ProviderFault } from "./provider-fault.ts";
import { streamFormatOf } from "./read-stream.ts";
import { excerpt, MAX_RESULT_BYTES, resultOf } from "./result.ts";
import { takeStream } from "./take-stream.ts";

const MAX_REDIRECTS = 3;
const STREAMED_FIRST = "text/event-stream, application/x-ndjson, application/json";
const WHOLE_FIRST = "application/json, text/event-stream;q=0.9, application/x-ndjson;q=0.9";

export async function callHttpTool(request: ToolCallRequest): Promise<Outcome> {
  let abandoned = givenUp;
  try {
    const { tool, masterKeys } = request;
    const credentials = tool.authConfig === null ? undefined : await openCredentials(masterKeys, tool, tool.authConfig);
    if (credentials === null) return failure(noCredentials);
    const response = await post(request, tool.endpoint, credentials, MAX_REDIRECTS);
    if (!(response instanceof Response)) return failure(response);
    const format = response.ok ? streamFormatOf(response) : null;
    if (format !== null && response.body !== null) {
      // From here on it may be the caller who takes its time.
      abandoned = { ...givenUp, providerStatus: response.status };
      return await takeStream({ body: response.body, format, sink: request.sink, credentials });
    }
    if (response.ok && request.keepLarge !== undefined) {
      const body = await readOrStream(response, MAX_RESULT_BYTES);
      if (typeof body !== "string") {
        const declared = response.headers.get("content-length");
        return kept(await request.keepLarge(decoded(body, credentials), declared === null ? null : Number(declared)));
      }
      return resultOf(shown(body, credentials));
    }
    const bytes = await readCapped(response, MAX_RESULT_BYTES);
    const body = bytes && shown(new TextDecoder().decode(bytes), credentials);
    return response.ok ? resultOf(body) : failure(refusalOf(response, body));
  } catch (error) {
    if (error instanceof ProviderFault) return failure(error.failure);
    if (request.signal.aborted) return failure(abandoned);
    return failure({
      code: "provider_unreachable",
      message: `The provider could not be reached, or broke off: ${reasonOf(error)}`,
      retryable: true,
    });
  }
}

/** A provider that shows what it was sent shows it to the hub, not to the caller. */
function shown(text: string, credentials: Credentials | undefined): string {
  return credentials ? redact(text, credentials) : text;
}

function decoded(body: AsyncIterable<Uint8Array>, credentials: Credentials | undefined): AsyncIterable<string> {
  return credentials ? redactPieces(decode(body), credentials) : decode(body);
}

async function* decode(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const chunk of body) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/** The result stands elsewhere, whole. */
function kept(stored: Stored): Outcome {
  return { type: "success", result: null, sizeBytes: 4, stored: [stored] };
}

/** The endpoint's answer, or why it was not asked. */
async function post(
  request: ToolCallRequest,
  url: string,
  credentials: Credentials | undefined,
  redirectsLeft: number,
): Promise<Response | Failure> {
  const fault = egressFault(url, request.egress);
  if (fault !== null) {
    return { code: "egress_denied", message: `The tool's endpoint may not be called. ${fault}`, retryable: false };
  }
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      accept: request.sink ? STREAMED_FIRST : WHOLE_FIRST,
      "user-agent": "NexusCall",
      "idempotency-key": request.idempotencyKey,
      "x-nexuscall-invocation-id": request.invocationId,
      ...traceHeaders(),
      ...(credentials && { [credentials.header]: credentials.prefix + credentials.secret }),
    },
    body: JSON.stringify(request.arguments),
    // Each redirect is checked like the endpoint itself.
    redirect: "manual",
    signal: request.signal,
  });
  describeSpan({ "http.response.status_code": response.status });
  if (response.status < 300 || response.status > 399) return response;
  const location = response.headers.get("location");
  if (location === null) return response;
  await response.body?.cancel();
  // 301, 302 and 303 turn a POST into a GET: not the call that was meant.
  if (response.status !== 307 && response.status !== 308) {
    const message = `The provider redirects with ${response.status}, which drops the arguments; 307 or 308 keep them.`;
    return { code: "provider_redirect", message, retryable: false };
  }
  if (redirectsLeft === 0) {
    const message = `The provider redirects more than ${MAX_REDIRECTS} times.`;
    return { code: "provider_redirect", message, retryable: false };
  }
  const next = URL.parse(location, url);
  // What was given for one origin is not shown to another, nor to the first again by way of another.
  const carried = next?.origin === new URL(url).origin ? credentials : undefined;
  return post(request, next?.href ?? location, carried, redirectsLeft - 1);
}

/** What a status other than 2xx comes to. */
export function refusalOf(response: Response, body: string | null): Failure {
  const { status } = response;
  const retryable = status >= 500 || status === 408 || status === 429;
  const detail = body ? `: ${excerpt(body)}` : ".";
  return {
    code: retryable ? "provider_unavailable" : "provider_error",
    message: `The provider answered ${status}${detail}`,
    retryable,
    providerStatus: status,
    ...retryAfter(response),
  };
}

/** RFC 9110, 10.2.3: seconds or a date. */
function retryAfter(response: Response): { retryAfterMs?: number } {
  const header = response.headers.get("retry-after");
  if (header === null) return {};
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) && ms > 0 ? { retryAfterMs: ms } : {};
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export const noCredentials: Failure = {
  code: "credentials_unavailable",
  message: "The hub cannot open the credentials that the tool's provider gave it. Its provider can set them anew.",
  retryable: false,
};

export const givenUp: Failure = { code: "aborted", message: "The call was given up.", retryable: false };

function failure(of: Failure): Outcome {
  return { type: "failure", failure: of };
}
