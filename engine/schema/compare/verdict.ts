// What comes of comparing what a producer gives with what a consumer takes.

export type Verdict =
  /** Everything that the producer gives is taken. */
  | "fits"
  /** Nothing that the producer gives is taken. */
  | "never"
  /** The producer says that it gives something that is not taken. */
  | "maybe"
  /** The schemas do not say. */
  | "unknown";

export interface Found {
  readonly verdict: Verdict;
  /** Into the value. */
  readonly pointer: string;
  /** Of `never` and `maybe`: what the value is, or may be: `null`, `without "url"`. */
  readonly what: string;
  /** Of `never` and `maybe`: what it has to be. */
  readonly wanted: string;
}

export const FITS: Found = { verdict: "fits", pointer: "", what: "", wanted: "" };
export const UNKNOWN: Found = { verdict: "unknown", pointer: "", what: "", wanted: "" };

export function never(pointer: string, what: string, wanted: string): Found {
  return { verdict: "never", pointer, what, wanted };
}

export function maybe(found: Found): Found {
  return { ...found, verdict: "maybe" };
}

/** All of it has to hold. */
export function both(found: readonly Found[]): Found {
  for (const verdict of ["never", "maybe", "unknown"] as const) {
    const first = found.find((one) => one.verdict === verdict);
    if (first !== undefined) return first;
  }
  return FITS;
}

/** The value is one of these. `isSaid`: the producer says that it may be each of them. */
export function either(found: readonly Found[], isSaid: boolean): Found {
  if (found.every(({ verdict }) => verdict === "fits")) return FITS;
  const [first] = found;
  if (first !== undefined && found.every(({ verdict }) => verdict === "never")) return first;
  const wrong = found.find(({ verdict }) => verdict === "never" || verdict === "maybe");
  return wrong !== undefined && isSaid ? maybe(wrong) : UNKNOWN;
}
