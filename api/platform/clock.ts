/** The present as the API and the tables write it: ISO 8601, UTC, milliseconds. */
export function nowIso(): string {
  return new Date().toISOString();
}
