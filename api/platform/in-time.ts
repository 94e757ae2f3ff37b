/** Does the work with a signal that aborts after `ms`. Unlike `AbortSignal.timeout`, nothing is left ticking afterwards. */
export async function inTime<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const end = new AbortController();
  const timer = setTimeout(() => end.abort(), ms);
  try {
    return await work(end.signal);
  } finally {
    clearTimeout(timer);
  }
}
