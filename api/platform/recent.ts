/**
 * What an isolate may remember for a moment instead of asking D1 again: bounded in time, so that a change made
 * elsewhere is seen after `ttlMs` at the latest, and in number, so that memory is.
 */
export class Recent<V> {
  readonly #entries = new Map<string, { value: V; until: number }>();
  readonly #ttlMs: number;
  readonly #max: number;

  constructor(ttlMs: number, max: number) {
    this.#ttlMs = ttlMs;
    this.#max = max;
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    if (entry.until > Date.now()) return entry.value;
    this.#entries.delete(key);
    return undefined;
  }

  set(key: string, value: V): void {
    // Deleting first moves a key that is set again to the young end, so the first key is always the oldest.
    this.#entries.delete(key);
    if (this.#entries.size >= this.#max) {
      const [oldest] = this.#entries.keys();
      if (oldest !== undefined) this.#entries.delete(oldest);
    }
    this.#entries.set(key, { value, until: Date.now() + this.#ttlMs });
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }
}

/** A memory for each database, so that two of them in one isolate never mix. */
export function recentFor<V>(ttlMs: number, max: number): (owner: object) => Recent<V> {
  const memories = new WeakMap<object, Recent<V>>();
  return (owner) => {
    let memory = memories.get(owner);
    if (memory === undefined) memories.set(owner, (memory = new Recent<V>(ttlMs, max)));
    return memory;
  };
}
