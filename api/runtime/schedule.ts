/** The platform's longest timer; a later wake comes early and finds that it has to wait again. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** Calls `wake` at `at` (ms since the epoch); the answer takes that back. */
export function schedule(at: number, wake: () => void): () => void {
  const timer = setTimeout(wake, Math.min(Math.max(0, at - Date.now()), MAX_TIMEOUT_MS));
  return () => clearTimeout(timer);
}
