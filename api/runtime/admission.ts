// What the caller's gate answers: in, or when to come back.

/** A sliding window of 60 s as a caller sees it. */
export interface RateWindow {
  readonly limit: number;
  readonly remaining: number;
  /** Until the oldest call in the window leaves it. */
  readonly resetMs: number;
}

export type Admitted<T> =
  | { readonly admitted: true; readonly rate: RateWindow; readonly value: T }
  | {
      readonly admitted: false;
      readonly rate: RateWindow;
      /** Whose limit was met. */
      readonly scope: "key" | "tool" | "webhook";
      readonly retryAfterMs: number;
    };
