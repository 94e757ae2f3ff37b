/** Who is calling: the agent, and the key that it showed. */
export interface Principal {
  readonly agentId: string;
  readonly keyId: string;
  readonly scopes: readonly string[];
  /** The key's limit on calls (invoke, execute) in any 60 s. */
  readonly rateLimitPerMin: number;
}
