// Outcomes that come at about the same time are given on in one turn of the object, so that what all of their runs record is one
// write to the disk.

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
      if (this.#underWay > 0) await (this.#turn ??= this.#next());
    }
  }

  async #next(): Promise<void> {
    await scheduler.wait(0);
    this.#turn = null;
  }
}
