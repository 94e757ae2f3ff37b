// What comes at about the same time, outcomes and new runs, is gone on with in one turn of the object, so that what all of it
// records is one write to the disk.

export class Together {
  #underWay = 0;
  #turn: Promise<void> | null = null;

  /** Settles as the work does. Alone it does so at once, among others with those that settle before the object's next turn. */
  async of<T>(work: Promise<T>): Promise<T> {
    this.#underWay += 1;
    try {
      return await work;
    } finally {
      this.#underWay -= 1;
      await this.turn();
    }
  }

  /** The object's next turn, where work is under way that may settle before it; else there is nobody to wait for. */
  async turn(): Promise<void> {
    if (this.#underWay > 0) await (this.#turn ??= this.#next());
  }

  async #next(): Promise<void> {
    await scheduler.wait(0);
    this.#turn = null;
  }
}
