import type { en } from "./en.ts";

/** The same keys with other words. */
export type Catalogue<Of = typeof en> = {
  readonly [Key in keyof Of]: Of[Key] extends string ? string : Catalogue<Of[Key]>;
};
