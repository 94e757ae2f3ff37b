// What a provider saw, by Idempotency-Key: the ground truth of the tests that count effects.

export interface Call {
  readonly path: string;
  readonly invocationId: string | null;
  readonly arguments: unknown;
  /** Its place among all calls, from 0. */
  readonly order: number;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  /** When the whole response had been written; null: never. */
  answeredAt: number | null;
  status: number | null;
}

export interface ProviderLog {
  readonly total: number;
  readonly keys: Record<string, KeyLog>;
}

export interface KeyLog {
  /** How often a call with this key arrived: each is an effect. */
  readonly effects: number;
  /** How many of them were answered with a 2xx to the last byte. */
  readonly succeeded: number;
  readonly calls: readonly Call[];
}

export class CallLog {
  #calls = new Map<string, Call[]>();
  #total = 0;
  #resetAt = 0;

  begin({ key, ...of }: Pick<Call, "path" | "invocationId" | "arguments"> & { key: string }): Call {
    const call: Call = { ...of, order: this.#total++, receivedAt: Date.now(), answeredAt: null, status: null };
    const calls = this.#calls.get(key);
    if (calls) calls.push(call);
    else this.#calls.set(key, [call]);
    return call;
  }

  answered(call: Call, status: number): void {
    call.answeredAt = Date.now();
    call.status = status;
  }

  callsOf(key: string): number {
    return this.#calls.get(key)?.length ?? 0;
  }

  /** Since it was reset. */
  total(): number {
    return this.#total - this.#resetAt;
  }

  /** What arrived with a key that begins so, and at this path; null: at any. */
  read(keyStart: string, path: string | null): ProviderLog {
    const keys: Record<string, KeyLog> = {};
    for (const [key, all] of this.#calls) {
      const calls = key.startsWith(keyStart) ? all.filter((call) => path === null || call.path === path) : [];
      if (calls.length === 0) continue;
      const succeeded = calls.filter(({ status }) => status !== null && status < 300).length;
      keys[key] = { effects: calls.length, succeeded, calls };
    }
    return { total: this.total(), keys };
  }

  reset(): void {
    this.#calls.clear();
    this.#resetAt = this.#total;
  }
}
