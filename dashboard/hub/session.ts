// Who is signed in. The cookie is the browser's business; the pages know the agent, its scopes and the CSRF token.

import { queryOptions } from "@tanstack/react-query";
import { answerOf, hub, keepCsrfToken, ProblemError, queryClient, type Schema } from "./hub.ts";

export type Session = Schema<"Caller">;

/** Null: nobody is. */
export async function readSession(): Promise<Session | null> {
  try {
    return keep(await answerOf(hub.GET("/api/v1/auth/session")));
  } catch (error) {
    if (error instanceof ProblemError && error.status === 401) return null;
    throw error;
  }
}

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: readSession,
});

export async function signIn(apiKey: string): Promise<void> {
  const session = await answerOf(hub.POST("/api/v1/auth/session", { body: { apiKey } }));
  queryClient.clear();
  queryClient.setQueryData(sessionQuery.queryKey, keep(session));
}

export async function signOut(): Promise<void> {
  await answerOf(hub.DELETE("/api/v1/auth/session"));
  keepCsrfToken(undefined);
  queryClient.clear();
}

function keep(session: Session): Session {
  keepCsrfToken(session.session?.csrfToken);
  return session;
}
