// How a ledger keeps keys and answers. An answer may hold what is shown once, such as an API key, so it is sealed
// (AES-256-GCM) under the Idempotency-Key itself, of which the ledger has only a hash: what is on disk tells nothing
// to who does not know the key. The longer and the more random that is, the more this is worth.

const IV_BYTES = 12;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Secrets {
  /** Stands for the key in the ledger. */
  readonly name: string;
  /** Stands for the request: the same for the same request under the same key. */
  fingerprintOf(request: string): Promise<string>;
  seal(answer: Answer): Promise<Uint8Array>;
  open(sealed: Uint8Array): Promise<Answer>;
}

/** What follows from the Idempotency-Key of an agent, or of one of its API keys. */
export async function secretsOf(owner: string, key: string): Promise<Secrets> {
  const material = await crypto.subtle.importKey("raw", utf8(key), "HKDF", false, ["deriveBits"]);
  const derive = (purpose: string) =>
    crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt: utf8(owner), info: utf8(purpose) }, material, 256);
  const [name, sealing] = await Promise.all([derive("name"), derive("seal")]);
  const sealingKey = await crypto.subtle.importKey("raw", sealing, "AES-GCM", false, ["encrypt", "decrypt"]);
  return {
    name: hex(name),
    fingerprintOf: async (request) => hex(await crypto.subtle.digest("SHA-256", utf8(`${owner}\n${key}\n${request}`))),
    async seal(answer) {
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
      const text = utf8(JSON.stringify(answer));
      const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, sealingKey, text));
      const whole = new Uint8Array(IV_BYTES + sealed.byteLength);
      whole.set(iv);
      whole.set(sealed, IV_BYTES);
      return whole;
    },
    async open(sealed) {
      const iv = sealed.subarray(0, IV_BYTES);
      const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, sealingKey, sealed.subarray(IV_BYTES));
      return JSON.parse(new TextDecoder().decode(text)) as Answer;
    },
  };
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
