import { type Egress, egressFault } from "../relay/egress.ts";

const TIMEOUT_MS = 15_000;

export interface Delivery {
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly egress: Egress;
}

/** Why the receiver did not take it, in words for the agent that waits for it; null where it did. Never rejects. */
export async function deliver({ url, body, headers, egress }: Delivery): Promise<string | null> {
  const fault = egressFault(url, egress);
  if (fault !== null) return `The address may not be called. ${fault}`;
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json", "user-agent": "NexusCall" },
      body,
      // An outcome goes where its caller said, and nowhere else.
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    return response.ok ? null : `The receiver answered ${response.status}; only 2xx counts.`;
  } catch (error) {
    if (error instanceof Error && error.name === "TimeoutError") {
      return `The receiver did not answer within ${TIMEOUT_MS / 1000} s.`;
    }
    return `The receiver could not be reached: ${error instanceof Error ? error.message : String(error)}`;
  }
}
