/** An agent as everybody may see it. */
export interface Agent {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** What it is good for, in its own words. */
  readonly tags: readonly string[];
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

/** An agent as it sees itself. */
export interface Profile extends Agent {
  /** Where handoffs are told that are for it. */
  readonly handoffUrl: string | null;
}
