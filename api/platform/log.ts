// The operator's log: one JSON object a line. Callers pass ids and names, never bodies, headers or keys.

/** Logs a failure that nobody foresaw. Stack and message are for the operator and reach no answer. */
export function logError(message: string, error: unknown, fields: Readonly<Record<string, string>>): void {
  const cause = error instanceof Error ? { error: describe(error), stack: error.stack } : { error: String(error) };
  const line = { level: "error", time: new Date().toISOString(), message, ...fields, ...cause };
  // oxlint-disable-next-line no-console -- the one place where the Worker logs
  console.error(redact(JSON.stringify(line)));
}

function describe(error: Error): string {
  if (error.cause === undefined) return `${error.name}: ${error.message}`;
  const cause = error.cause instanceof Error ? describe(error.cause) : JSON.stringify(error.cause);
  return `${error.name}: ${error.message}: ${cause}`;
}

/** What a secret looks like, wherever it stands: an error can quote what it was given. */
const SECRETS: readonly [RegExp, string][] = [
  [/nxc_live_[0-9A-Za-z]+/g, "nxc_live_…"],
  [/nxc_(code|refresh)_[\w.-]+/g, "nxc_$1_…"],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, "eyJ…"],
  [/whsec_[\w+/=-]+/g, "whsec_…"],
  [/\b(bearer|basic)(\s+|%20)[\w.~+/=%-]+/gi, "$1 …"],
  [/\b(cookie|authorization|x-api-key|x-csrf-token)(\\?["']?\s*[:=,]\s*\\?["']?)[^"'\\\s,]+/gi, "$1$2…"],
  [/(nexuscall=)[^;"\\\s]+/g, "$1…"],
  [/\b\d{1,9}:[A-Za-z0-9+/]{43}=/g, "(a master key)"],
  [/(:\/\/)[^/@\s"]+@/g, "$1…@"],
];

function redact(line: string): string {
  return SECRETS.reduce((text, [secret, instead]) => text.replaceAll(secret, instead), line);
}
