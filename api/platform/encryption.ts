// Secrets at rest: AES-256-GCM under a data key of the record's own, which a master key wraps. Both are bound to a
// context, such as the record's id, so that a sealed text moved elsewhere does not open.
//
// MASTER_KEYS is `<version>:<32 bytes in base64>`, several with commas. The highest version seals, all of them open.

const FORMAT = "1";
const IV_BYTES = 12;

/** The sealed text, or null where there is no master key. */
export async function seal(masterKeys: string | undefined, text: string, context: string): Promise<string | null> {
  const newest = readMasterKeys(masterKeys)[0];
  if (newest === undefined) return null;
  const dataKey = crypto.getRandomValues(new Uint8Array(32));
  const aad = aadOf(newest.version, context);
  const wrapped = await encrypt(newest.key, dataKey, aad);
  const sealed = await encrypt(dataKey, new TextEncoder().encode(text), aad);
  return [FORMAT, newest.version, wrapped, sealed].join(".");
}

/** The text that was sealed; null where its master key is gone, or the text or its context is another. */
export async function unseal(masterKeys: string | undefined, sealed: string, context: string): Promise<string | null> {
  const [format, version, wrapped, data] = sealed.split(".");
  const master = readMasterKeys(masterKeys).find((key) => String(key.version) === version);
  if (format !== FORMAT || master === undefined || wrapped === undefined || data === undefined) return null;
  const aad = aadOf(master.version, context);
  try {
    const dataKey = await decrypt(master.key, wrapped, aad);
    return new TextDecoder().decode(await decrypt(dataKey, data, aad));
  } catch {
    return null;
  }
}

/** A secret as it is kept where the hub must work without a master key too: sealed where there is one, else as it is. */
export async function keep(masterKeys: string | undefined, text: string, context: string): Promise<string> {
  return (await seal(masterKeys, text, context)) ?? text;
}

export interface Kept {
  readonly text: string;
  /** What is to be kept from now on: another text where that was not sealed yet, or under an older master key. */
  readonly kept: string;
}

/** The secret that `keep`, or an earlier version of the hub, put there; null where its master key is gone. */
export async function openKept(masterKeys: string | undefined, kept: string, context: string): Promise<Kept | null> {
  const text = isSealed(kept) ? await unseal(masterKeys, kept, context) : kept;
  if (text === null) return null;
  const newest = readMasterKeys(masterKeys)[0];
  const isCurrent = newest === undefined || kept.startsWith(`${FORMAT}.${newest.version}.`);
  return { text, kept: isCurrent ? kept : await keep(masterKeys, text, context) };
}

/** A secret itself must not look like this: those that are kept so begin with a letter or a brace. */
function isSealed(kept: string): boolean {
  return kept.startsWith(`${FORMAT}.`);
}

interface MasterKey {
  readonly version: number;
  readonly key: Uint8Array;
}

/** Newest first; what does not have the form of a key is left out. */
function readMasterKeys(text = ""): MasterKey[] {
  return text
    .split(",")
    .flatMap((entry): MasterKey[] => {
      const [, version, base64] = /^\s*(\d{1,9}):([A-Za-z0-9+/]{43}=)\s*$/.exec(entry) ?? [];
      return version === undefined || base64 === undefined
        ? []
        : [{ version: Number(version), key: fromBase64(base64) }];
    })
    .toSorted((a, b) => b.version - a.version);
}

function aadOf(version: number, context: string): Uint8Array {
  return new TextEncoder().encode(`${FORMAT}.${version}.${context}`);
}

async function encrypt(key: Uint8Array, plain: Uint8Array, additionalData: Uint8Array): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const cipher = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv, additionalData },
    await aesKey(key, "encrypt"),
    plain,
  );
  return toBase64(new Uint8Array([...iv, ...new Uint8Array(cipher)]));
}

async function decrypt(key: Uint8Array, base64: string, additionalData: Uint8Array): Promise<Uint8Array> {
  const bytes = fromBase64(base64);
  const iv = bytes.subarray(0, IV_BYTES);
  const algorithm = { name: "AES-GCM", iv, additionalData };
  return new Uint8Array(await crypto.subtle.decrypt(algorithm, await aesKey(key, "decrypt"), bytes.subarray(IV_BYTES)));
}

function aesKey(bytes: Uint8Array, usage: "encrypt" | "decrypt") {
  return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, [usage]);
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
