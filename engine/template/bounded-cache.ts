// A cache with a bound on its entries and on the text of its keys. The oldest entry makes room.

export class BoundedCache<T> {
  readonly #entries = new Map<string, T>();
  readonly #maxEntries: number;
  readonly #maxCharacters: number;
  #characters = 0;

  constructor(maxEntries: number, maxCharacters: number) {
    this.#maxEntries = maxEntries;
    this.#maxCharacters = maxCharacters;
  }

  /** The entry of this key, made where there is none. */
  get(key: string, make: (key: string) => T): T {
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    const made = make(key);
    // A key that would push out a good part of the others is not worth its place.
    if (key.length <= this.#maxCharacters / 16) this.#keep(key, made);
    return made;
  }

  #keep(key: string, value: T): void {
    this.#entries.set(key, value);
    this.#characters += key.length;
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#maxEntries && this.#characters <= this.#maxCharacters) return;
      this.#entries.delete(oldest);
      this.#characters -= oldest.length;
    }
  }
}
