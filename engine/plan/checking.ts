// What every rule is given: the definition as far as it can be read, what is known of the tools, and where to
// report. A rule is about one kind of fault and says nothing of a fault that is another rule's.

import { FUEL_PER_SCHEMA_NODE } from "../definition/limits.ts";
import type { Json } from "../json.ts";
import type { Budget } from "../schema/fuel.ts";
import type { SchemaFault } from "../schema/fault.ts";
import { Library } from "../schema/library.ts";
import { isObject } from "../schema/resources.ts";
import { schemaFaults } from "../schema/validator.ts";
import { readSchema, type SchemaReading } from "../schema/reading.ts";
import type { Signature, ToolCatalog } from "./catalog.ts";
import type { Draft } from "./draft.ts";
import type { Report } from "./report.ts";

export type Rule = (checking: Checking) => void | Promise<void>;

export interface Checking {
  readonly draft: Draft;
  readonly catalog: ToolCatalog;
  readonly report: Report;
  readonly schemas: Schemas;
}

/** The schemas of each tool and workflow, read once for a whole check, and the budget of all work with them. */
export class Schemas {
  readonly budget: Budget;
  /** All of them as one document, to compare them in. */
  readonly library = new Library();
  readonly #inputSchema: Json | undefined;
  #inputFaults: Promise<readonly SchemaFault[]> | undefined;
  readonly #read = new Map<string, Promise<SchemaReading | undefined>>();

  /** `inputSchema`: the definition's own. */
  constructor(inputSchema: Json | undefined, budget: Budget) {
    this.#inputSchema = inputSchema;
    this.budget = budget;
  }

  /** What is wrong with the definition's own inputSchema. */
  async inputFaults(): Promise<readonly SchemaFault[]> {
    this.#inputFaults ??= isObject(this.#inputSchema) ? schemaFaults(this.#inputSchema) : Promise.resolve([]);
    return this.#inputFaults;
  }

  async workflowInput(): Promise<SchemaReading | undefined> {
    const faults = await this.inputFaults();
    return faults.length > 0 ? undefined : this.#once("", this.#inputSchema ?? null);
  }

  inputOf({ id, inputSchema }: Signature): Promise<SchemaReading | undefined> {
    return this.#once(`in ${id}`, inputSchema);
  }

  outputOf({ id, outputSchema }: Signature): Promise<SchemaReading | undefined> {
    return this.#once(`out ${id}`, outputSchema);
  }

  /** A schema that stands in the definition, at `pointer`. */
  inline(pointer: string, schema: Json): Promise<SchemaReading | undefined> {
    return this.#once(`at ${pointer}`, schema);
  }

  #once(key: string, schema: Json): Promise<SchemaReading | undefined> {
    const known = this.#read.get(key);
    if (known !== undefined) return known;
    const reading = this.#readWithinBudget(schema);
    this.#read.set(key, reading);
    return reading;
  }

  async #readWithinBudget(schema: Json): Promise<SchemaReading | undefined> {
    if (schema === null || this.budget.left <= 0) return undefined;
    const reading = await readSchema(schema);
    this.budget.left -= (reading?.nodes ?? 0) * FUEL_PER_SCHEMA_NODE;
    return reading;
  }
}
