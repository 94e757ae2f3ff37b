// What a check must know of the tools that a definition names. The API fills it from the registry; a test
// or the builder from anything.

import type { Json } from "../json.ts";

export interface ToolSignature {
  readonly id: string;
  readonly name: string;
  readonly inputSchema: Json | null;
  readonly outputSchema: Json | null;
}

export interface ToolCatalog {
  /** The tool of this id that the caller may use. */
  find(toolId: string): ToolSignature | undefined;
  /** Every tool worth suggesting where an id is unknown. */
  candidates(): readonly ToolSignature[];
}
