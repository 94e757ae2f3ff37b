// Resources of one server that somebody follows, each under a mark that is another one as soon as the server says that the
// resource is, or may have said so to nobody. In memory: after a loss nothing has a mark, which is another one too.

import type { Followed } from "../relay/mcp/listen-upstream.ts";

/** What is beyond that is not followed. */
const MAX_FOLLOWED = 100;
/** Who follows many begins with all of them at once. */
const GATHER_MS = 500;

interface Entry {
  readonly until: number;
  readonly mark: string | null;
}

export class FollowedResources {
  readonly #byUri = new Map<string, Entry>();
  readonly #life = crypto.randomUUID();
  #marks = 0;
  #others = Promise.withResolvers<void>();
  #isGathering = false;

  /** Follows it until then, in ms since the epoch. Gives its mark; null while the server does not tell of it. */
  follow(uri: string, until: number): string | null {
    const known = this.#byUri.get(uri);
    if (known === undefined && this.#byUri.size >= MAX_FOLLOWED) return null;
    this.#byUri.set(uri, { mark: null, ...known, until });
    if (known === undefined) this.#tell();
    return known?.mark ?? null;
  }

  updated(uri: string): void {
    const known = this.#byUri.get(uri);
    if (known !== undefined) this.#byUri.set(uri, { ...known, mark: `${this.#life} ${++this.#marks}` });
  }

  /** A stream has begun anew: what the server said before that was told to nobody. */
  missed(): void {
    for (const [uri, { mark }] of this.#byUri) if (mark !== null) this.updated(uri);
  }

  forgetUnfollowed(now: number): void {
    for (const [uri, { until }] of this.#byUri) {
      if (until > now) continue;
      this.#byUri.delete(uri);
      this.#tell();
    }
  }

  now(): Followed {
    return { uris: [...this.#byUri.keys()], others: this.#others.promise };
  }

  #tell(): void {
    if (this.#isGathering) return;
    this.#isGathering = true;
    setTimeout(() => {
      this.#isGathering = false;
      this.#others.resolve();
      this.#others = Promise.withResolvers();
    }, GATHER_MS);
  }
}
