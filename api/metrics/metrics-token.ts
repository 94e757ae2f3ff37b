/** Whether the header shows the token; how far it is right cannot be told from how long that takes. */
export async function isMetricsToken(token: string, authorization = ""): Promise<boolean> {
  const [, shown = ""] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
  const [one, other] = await Promise.all([token, shown].map(sha256));
  return one !== undefined && other !== undefined && crypto.subtle.timingSafeEqual(one, other);
}

function sha256(text: string): Promise<ArrayBuffer> {
  return crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
}
