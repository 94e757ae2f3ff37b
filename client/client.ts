// The hub's API for programs in Node and in browsers: openapi-fetch over the types that /openapi.json gives, with the
// key shown, every POST safe to repeat, and a hub that asks for a moment given it.

import { nanoid } from "nanoid";
import createFetchClient from "openapi-fetch";
import type { Client, Middleware } from "openapi-fetch";
import type { paths } from "./openapi.gen.ts";
import { DEFAULT_ATTEMPTS, patientFetch } from "./patient-fetch.ts";
import { streamCall } from "./stream-call.ts";
import type { StreamMessage, StreamOptions } from "./stream-call.ts";

export interface HubApi extends Client<paths> {
  /** Calls a tool, and gives what it streams: `for await (const message of hub.stream(toolId, {…}))`. */
  stream(
    toolId: string,
    args: Record<string, unknown>,
    options?: StreamOptions,
  ): AsyncGenerator<StreamMessage, void, undefined>;
}

export interface ClientOptions {
  /** Where the hub is; "" on a page of its own. */
  readonly url: string;
  /** An API key or a token; a function where it changes. Absent: what the operation needs no key for, or a session. */
  readonly key?: string | (() => string | Promise<string>);
  /** Of the session, on a page that is signed in. */
  readonly csrfToken?: () => string | undefined;
  /** How often a request is sent at most. */
  readonly attempts?: number;
  /** In place of the platform's own. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/**
 * `GET`, `POST`, `PUT` and `DELETE` by the document's paths. Each gives `{data, error, response}`; `answerOf` makes
 * the answer of it, or throws.
 */
export function createClient(options: ClientOptions): HubApi {
  const { url, fetch = (request) => globalThis.fetch(request), attempts = DEFAULT_ATTEMPTS } = options;
  const client = createFetchClient<paths>({ baseUrl: url, fetch: patientFetch(fetch, attempts) });
  client.use(credentials(options), repeatable);
  return Object.assign(client, {
    stream: (toolId: string, args: Record<string, unknown>, stream?: StreamOptions) =>
      streamCall(client, toolId, args, stream),
  });
}

function credentials({ key, csrfToken }: ClientOptions): Middleware {
  return {
    async onRequest({ request }) {
      const shown = typeof key === "function" ? await key() : key;
      if (shown !== undefined) request.headers.set("Authorization", `Bearer ${shown}`);
      const token = csrfToken?.();
      if (token !== undefined && request.method !== "GET") request.headers.set("X-CSRF-Token", token);
      return undefined;
    },
  };
}

/** A POST that may have arrived can be sent again: the hub does its work once. */
const repeatable: Middleware = {
  onRequest({ request }) {
    // A streamed call is to end when its caller goes: under a key it would go on, for the repeat.
    const isStreamed = request.headers.get("Accept") === "text/event-stream";
    if (request.method === "POST" && !isStreamed && !request.headers.has("Idempotency-Key")) {
      request.headers.set("Idempotency-Key", nanoid());
    }
    return undefined;
  },
};
