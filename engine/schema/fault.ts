/** One reason why a value does not fit a schema, or why a schema cannot be used. */
export interface SchemaFault {
  /** RFC 6901, into the value (for a fault of the schema itself: into the schema). */
  readonly pointer: string;
  /** The keyword that refused; `limit` where a cap did. */
  readonly keyword: string;
  /** A predicate without its subject: `must be a string, got number 5`. */
  readonly message: string;
}

/** A schema that must not be compiled: `schemaFaults` says why before anyone tries. */
export class UnusableSchema extends Error {
  readonly faults: readonly SchemaFault[];

  constructor(faults: readonly SchemaFault[]) {
    super(faults.map((fault) => `${fault.pointer || "the schema"}: ${fault.message}`).join("; "));
    this.name = "UnusableSchema";
    this.faults = faults;
  }
}
