// Where an answer may be sent. A redirect URI is compared as text, character by character; only the port of one on
// this machine is free, since a program there takes whichever it gets (RFC 8252, 7.3).

const LOOPBACK = /^(http:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\]))(?::\d{1,5})?((?:[/?].*)?)$/;
const MAX_CHARS = 2_000;

/** Of the answer; a URI that has them already would say two things. */
const ANSWER_PARAMETERS = ["code", "state", "iss", "error", "error_description"];

/** Whether a client may have its answers sent there: https, or this machine. */
export function isAcceptable(uri: string): boolean {
  if (uri.length > MAX_CHARS || /[^\x21-\x7e]/.test(uri) || uri.includes("#") || uri.includes("\\")) return false;
  const url = URL.parse(uri);
  if (url === null || url.username !== "" || url.password !== "") return false;
  if (ANSWER_PARAMETERS.some((name) => url.searchParams.has(name))) return false;
  return url.protocol === "https:" || isLoopback(uri);
}

export function isLoopback(uri: string): boolean {
  return LOOPBACK.test(uri);
}

/** Whether this is one of those that the client registered. */
export function isRegistered(uri: string, registered: readonly string[]): boolean {
  if (!isAcceptable(uri)) return false;
  return registered.some((one) => one === uri || (isLoopback(uri) && withoutPort(one) === withoutPort(uri)));
}

/** The same for the same place on this machine, whichever its port. */
export function withoutPort(uri: string): string {
  return uri.replace(LOOPBACK, "$1$2");
}

/** The redirect URI with an answer in its query. */
export function withAnswer(uri: string, answer: Readonly<Record<string, string | undefined>>): string {
  const url = new URL(uri);
  for (const [name, value] of Object.entries(answer)) if (value !== undefined) url.searchParams.set(name, value);
  return url.href;
}
