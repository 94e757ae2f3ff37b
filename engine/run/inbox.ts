/** A queue that one reader waits on. What came while it was busy is taken together. */
export class Inbox<T> {
  #messages: T[] = [];
  #wake: (() => void) | null = null;

  get isEmpty(): boolean {
    return this.#messages.length === 0;
  }

  put(message: T): void {
    this.#messages.push(message);
    this.#wake?.();
    this.#wake = null;
  }

  /** Resolves once there is a message. */
  async filled(): Promise<void> {
    if (this.isEmpty) await new Promise<void>((resolve) => (this.#wake = resolve));
  }

  takeAll(): T[] {
    const messages = this.#messages;
    this.#messages = [];
    return messages;
  }
}
