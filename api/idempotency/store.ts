// The ledger's tables. Every method is one synchronous turn, so what it writes is written together.

/** SQLite takes 2 MB a value. */
const PART_BYTES = 1_000_000;

export interface Held {
  readonly fingerprint: string;
  readonly isAnswered: boolean;
}

export interface Room {
  keys: number;
  /** Of the answers. */
  bytes: number;
}

export class LedgerStore {
  readonly #sql: SqlStorage;
  readonly #held: Room;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec(`
      CREATE TABLE IF NOT EXISTS keys (
        name TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, lease TEXT NOT NULL, expires_at INTEGER NOT NULL,
        answered INTEGER NOT NULL DEFAULT 0
      ) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS keys_expires_at ON keys (expires_at);
      CREATE TABLE IF NOT EXISTS answers (
        name TEXT NOT NULL, part INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (name, part)
      );
    `);
    this.#held = this.#count();
  }

  /** How much there is, what has expired and was not swept included. */
  get held(): Readonly<Room> {
    return this.#held;
  }

  /** When the first key makes room. */
  nextExpiry(): number {
    return this.#sql.exec<{ at: number | null }>("SELECT min(expires_at) AS at FROM keys").one().at ?? 0;
  }

  find(name: string, now: number): Held | null {
    const [row] = this.#sql
      .exec<{ fingerprint: string; answered: number }>(
        "SELECT fingerprint, answered FROM keys WHERE name = ? AND expires_at > ?",
        name,
        now,
      )
      .toArray();
    return row ? { fingerprint: row.fingerprint, isAnswered: row.answered === 1 } : null;
  }

  /** Takes the place of whatever expired under this name. */
  hold(name: string, of: { fingerprint: string; lease: string; expiresAt: number }): void {
    this.#forget("name = ?", name);
    this.#sql.exec(
      "INSERT OR REPLACE INTO keys (name, fingerprint, lease, expires_at) VALUES (?, ?, ?, ?)",
      name,
      of.fingerprint,
      of.lease,
      of.expiresAt,
    );
    this.#held.keys += 1;
  }

  extend(name: string, lease: string, expiresAt: number): void {
    this.#sql.exec(
      "UPDATE keys SET expires_at = ? WHERE name = ? AND lease = ? AND answered = 0",
      expiresAt,
      name,
      lease,
    );
  }

  settle(name: string, lease: string, { answer, expiresAt }: { answer: Uint8Array; expiresAt: number }): void {
    const [mine] = this.#sql
      .exec(
        "UPDATE keys SET answered = 1, expires_at = ? WHERE name = ? AND lease = ? AND answered = 0 RETURNING name",
        expiresAt,
        name,
        lease,
      )
      .toArray();
    if (!mine) return;
    this.#held.bytes += answer.byteLength;
    for (let part = 0; part * PART_BYTES < answer.byteLength; part++) {
      const bytes = answer.slice(part * PART_BYTES, (part + 1) * PART_BYTES);
      this.#sql.exec("INSERT INTO answers (name, part, bytes) VALUES (?, ?, ?)", name, part, bytes.buffer);
    }
  }

  answer(name: string): Uint8Array {
    const parts = this.#sql
      .exec<{ bytes: ArrayBuffer }>("SELECT bytes FROM answers WHERE name = ? ORDER BY part", name)
      .toArray()
      .map(({ bytes }) => new Uint8Array(bytes));
    const whole = new Uint8Array(parts.reduce((length, part) => length + part.byteLength, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.byteLength;
    }
    return whole;
  }

  release(name: string, lease: string): void {
    this.#forget("name = ? AND lease = ? AND answered = 0", name, lease);
  }

  /** Forgets what has expired; how many keys are left. */
  sweep(now: number): number {
    this.#forget("expires_at <= ?", now);
    return this.#held.keys;
  }

  #forget(which: string, ...bindings: (string | number)[]): void {
    const answers = this.#sql.exec<{ bytes: number }>(
      `DELETE FROM answers WHERE name IN (SELECT name FROM keys WHERE ${which}) RETURNING length(bytes) AS bytes`,
      ...bindings,
    );
    for (const { bytes } of answers) this.#held.bytes -= bytes;
    const keys = this.#sql.exec(`DELETE FROM keys WHERE ${which} RETURNING 1`, ...bindings);
    this.#held.keys -= keys.toArray().length;
  }

  #count(): Room {
    const counted = this.#sql.exec<{ keys: number; bytes: number }>(
      `SELECT (SELECT count(*) FROM keys) AS keys,
              (SELECT coalesce(sum(length(bytes)), 0) FROM answers) AS bytes`,
    );
    return { ...counted.one() };
  }
}
