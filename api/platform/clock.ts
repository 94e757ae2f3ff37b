/** The present as the API and the tables write it: ISO 8601, UTC, milliseconds. */
export function nowIso(): string {
  return new Date().toISOString();
}

/** Of two times in this form the first; null is never. */
export function earlier(one: string, other: string | null): string {
  return other !== null && other < one ? other : one;
}
