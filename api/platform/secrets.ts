// Random secrets, and the digests that are kept instead of them.

/** 256 random bits in base64url: 43 characters. */
export function randomSecret(): string {
  return inUrls(base64(crypto.getRandomValues(new Uint8Array(32))));
}

/** SHA-256 of the text's UTF-8, in base64url: 43 characters. */
export async function digestOf(text: string): Promise<string> {
  return inUrls(await digestBase64(text));
}

/** The same in plain base64, as a Content-Security-Policy wants it. */
export async function digestBase64(text: string): Promise<string> {
  return base64(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function inUrls(text: string): string {
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
