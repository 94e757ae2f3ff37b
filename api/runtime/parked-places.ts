// Which of an agent's calls wait for its answers: kept by its gate, so that their number is exact, and so that the gate does
// not take such a call for lost. A place is free when its time is up, whether or not anybody says so.

/** Of one agent. */
export const MAX_PARKED = 50;

export interface ParkedPlace {
  /** The call's object. */
  readonly id: string;
  /** Of its admission; null where the call is not logged. */
  readonly row: number | null;
  /** When it is given up, in ms since the epoch. */
  readonly until: number;
}

export class ParkedPlaces {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    sql.exec('CREATE TABLE IF NOT EXISTS parked (id TEXT PRIMARY KEY, "row" INTEGER, until INTEGER NOT NULL)');
  }

  /** False where as many are taken as there are. */
  take({ id, row, until }: ParkedPlace, now: number): boolean {
    this.#sql.exec("DELETE FROM parked WHERE until <= ?", now);
    const { taken } = this.#sql.exec<{ taken: number }>("SELECT count(*) AS taken FROM parked").one();
    if (taken >= MAX_PARKED) return false;
    this.#sql.exec('INSERT OR REPLACE INTO parked (id, "row", until) VALUES (?, ?, ?)', id, row, until);
    return true;
  }

  /** Gives the row of the place's call; null where there is none. */
  free(id: string): number | null {
    const [freed] = this.#sql
      .exec<{ row: number | null }>('DELETE FROM parked WHERE id = ? RETURNING "row"', id)
      .toArray();
    return freed?.row ?? null;
  }

  /** When the calls that wait are given up, by their rows. */
  ends(): ReadonlyMap<number, number> {
    const rows = this.#sql.exec<{ row: number; until: number }>(
      'SELECT "row", until FROM parked WHERE "row" IS NOT NULL',
    );
    return new Map(rows.toArray().map(({ row, until }) => [row, until]));
  }
}
