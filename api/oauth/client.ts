// An OAuth client: a program that asks for tokens. All of them are public ones, which PKCE protects and no secret does.

export interface Client {
  readonly id: string;
  /** By its own account. */
  readonly name: string;
  readonly redirectUris: readonly string[];
  /** The host that vouches for it: that of its metadata document; null where it registered itself. */
  readonly host: string | null;
}

const MAX_NAME_CHARS = 80;

/** A name as it may be shown: one line, nothing invisible and nothing that turns the direction of text. */
export function presentableName(name: string): string {
  const plain = name.replaceAll(/[\p{C}\p{Z}]+/gu, " ").trim();
  return plain.length > MAX_NAME_CHARS ? `${plain.slice(0, MAX_NAME_CHARS)}…` : plain;
}
