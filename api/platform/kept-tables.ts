// The tables of an object that may have nothing to keep: they are there from the first thing that is kept until the object
// ends. One that was only asked for, by whatever name, leaves nothing in storage, and neither does one that has ended.

export class KeptTables {
  readonly #storage: DurableObjectStorage;
  /** What each table holds, by its name. */
  readonly #tables: Readonly<Record<string, string>>;
  #areThere: boolean;

  constructor(storage: DurableObjectStorage, tables: Readonly<Record<string, string>>) {
    this.#storage = storage;
    this.#tables = tables;
    const known = storage.sql.exec<{ name: string }>(`SELECT name FROM sqlite_master WHERE type = 'table'`).toArray();
    this.#areThere = known.some(({ name }) => Object.hasOwn(tables, name));
    // One that a later release added.
    if (this.#areThere) this.create();
  }

  create(): void {
    for (const [name, columns] of Object.entries(this.#tables)) {
      this.#storage.sql.exec(`CREATE TABLE IF NOT EXISTS ${name} (${columns})`);
    }
    this.#areThere = true;
  }

  /** The statement's rows. Without tables nothing is written and nothing found: what is under way when an object ends may go on. */
  run<Row extends Record<string, SqlStorageValue>>(statement: string, ...values: readonly SqlStorageValue[]): Row[] {
    return this.#areThere ? this.#storage.sql.exec<Row>(statement, ...values).toArray() : [];
  }

  /** All that the object keeps is gone, its alarm too. */
  async drop(): Promise<void> {
    this.#areThere = false;
    await this.#storage.deleteAlarm();
    await this.#storage.deleteAll();
  }
}
