// The hub, as the pages ask it: the generated client, with this browser's session.

import { QueryCache, QueryClient } from "@tanstack/react-query";
import { createClient } from "../../client/client.ts";
import type { components } from "../../client/openapi.gen.ts";
import { ProblemError } from "../../client/problem-error.ts";

export { answerOf } from "../../client/problem-error.ts";
export { ProblemError };

export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];

/** What is wrong at which place, by JSON Pointer from the field of the request's body on that is named: `/arguments`. */
export function faultsBelow(error: Error | null, field: string): ReadonlyMap<string, string> {
  const named = error instanceof ProblemError ? (error.problem?.errors ?? []) : [];
  return new Map(
    named.map(({ pointer, message }) => [pointer.startsWith(field) ? pointer.slice(field.length) : pointer, message]),
  );
}

let csrfToken: string | undefined;

/** Of the session that is signed in; it lives as long as the page does. */
export function keepCsrfToken(token: string | undefined): void {
  csrfToken = token;
}

export const hub = createClient({ url: "", csrfToken: () => csrfToken });

/** What is gone is not shown as it was, as what cannot be read just now is. */
const queryCache = new QueryCache({
  onError: (error, query) => {
    const isGone = error instanceof ProblemError && (error.status === 404 || error.status === 410);
    if (isGone && query.state.data !== undefined) query.setState({ data: undefined });
  },
});

export const queryClient = new QueryClient({
  queryCache,
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // The client repeats by itself what is worth repeating; a refusal stays one.
      retry: (count, error) => !(error instanceof ProblemError) && count < 2,
    },
  },
});
