// How many calls the gate ever refused, by whose limit they met: counted in memory, so that a refusal costs no write, kept
// with the next drain, told to D1 a minute after it began to differ. What the gate counts within a drain before it is
// lost is lost with it.

const TELL_AFTER_MS = 60_000;

export interface Refused {
  /** Whose limit was met. */
  readonly scope: "key" | "tool";
  readonly calls: number;
}

export class RefusalCounts {
  readonly #sql: SqlStorage;
  readonly #fresh = new Map<Refused["scope"], number>();
  #untoldSince: number | null;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.#sql.exec(`
      CREATE TABLE IF NOT EXISTS refusals (
        scope TEXT PRIMARY KEY, calls INTEGER NOT NULL, told INTEGER NOT NULL DEFAULT 0
      ) WITHOUT ROWID;
    `);
    this.#untoldSince = this.#differs() ? 0 : null;
  }

  add(scope: Refused["scope"], now: number): void {
    this.#fresh.set(scope, (this.#fresh.get(scope) ?? 0) + 1);
    this.#untoldSince ??= now;
  }

  keep(): void {
    for (const [scope, calls] of this.#fresh) {
      this.#sql.exec(
        "INSERT INTO refusals (scope, calls) VALUES (?, ?) ON CONFLICT DO UPDATE SET calls = calls + excluded.calls",
        scope,
        calls,
      );
    }
    this.#fresh.clear();
  }

  /** Those numbers that D1 does not have, once they are due. */
  untold(now: number): Refused[] {
    if (this.#untoldSince === null || now < this.#untoldSince + TELL_AFTER_MS) return [];
    return this.#sql
      .exec<{ scope: Refused["scope"]; calls: number }>("SELECT scope, calls FROM refusals WHERE told < calls")
      .toArray();
  }

  /** D1 has these. */
  told(refused: readonly Refused[], now: number): void {
    for (const { scope, calls } of refused)
      this.#sql.exec("UPDATE refusals SET told = ? WHERE scope = ?", calls, scope);
    this.#untoldSince = this.#fresh.size > 0 || this.#differs() ? now : null;
  }

  /** When the next are to be told, in ms since the epoch. */
  nextAt(): number | null {
    return this.#untoldSince === null ? null : this.#untoldSince + TELL_AFTER_MS;
  }

  #differs(): boolean {
    return this.#sql.exec("SELECT 1 FROM refusals WHERE told < calls LIMIT 1").toArray().length > 0;
  }
}
