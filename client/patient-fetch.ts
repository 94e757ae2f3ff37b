// fetch that tries again: where no answer came, and where the answer says when to come back.

export type Fetch = (request: Request) => Promise<Response>;

export const DEFAULT_ATTEMPTS = 3;
const FIRST_PAUSE_MS = 250;
/** Whoever is told to come back later than this is told by the answer. */
const LONGEST_PAUSE_MS = 60_000;
/** 409 while the first request under the same Idempotency-Key is under way. */
const COME_BACK = [409, 429, 503];

export function patientFetch(fetch: Fetch, attempts: number): Fetch {
  return async (request) => {
    for (let attempt = 1; ; attempt++) {
      const isLast = attempt >= attempts || !mayRepeat(request);
      const backoffMs = FIRST_PAUSE_MS * 2 ** (attempt - 1);
      let pauseMs = backoffMs;
      try {
        const response = await fetch(isLast ? request : request.clone());
        const asked = COME_BACK.includes(response.status) ? pauseOf(response, backoffMs) : null;
        if (isLast || asked === null || asked > LONGEST_PAUSE_MS) return response;
        await response.body?.cancel();
        pauseMs = asked;
      } catch (error) {
        if (isLast || request.signal.aborted) throw error;
      }
      await pause(pauseMs, request.signal);
    }
  };
}

/** A POST only under an Idempotency-Key: without one, its work might be done twice. */
function mayRepeat({ method, headers }: Request): boolean {
  return method !== "POST" || headers.has("Idempotency-Key");
}

/** Milliseconds that the answer asks to wait; null for a conflict that waiting does not end. */
function pauseOf({ status, headers }: Response, backoffMs: number): number | null {
  const after = headers.get("Retry-After");
  if (after === null) return status === 409 ? null : backoffMs;
  const seconds = Number(after);
  // RFC 9110, 10.2.3: seconds or a date.
  const ms = Number.isNaN(seconds) ? Date.parse(after) - Date.now() : seconds * 1_000;
  return Number.isNaN(ms) ? backoffMs : Math.max(0, ms);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", end);
      resolve();
    }, ms);
    signal.addEventListener("abort", end, { once: true });
    if (signal.aborted) end();
  });
}
