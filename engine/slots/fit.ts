// Whether a tool fits a slot: it takes what the definition sends, and gives what the definition reads.
//
// F1. Schemas are compared first, one with the other: quick, and in words about the tool alone.
// F2. What they do not tell, the definition does: checked with the tool in the slot, it has no fault that it has not anyway.

import { CHECK_FUEL } from "../definition/limits.ts";
import type { Json } from "../json.ts";
import type { ToolCatalog, ToolSignature } from "../plan/catalog.ts";
import { compare } from "../schema/compare/compare.ts";
import { FITS, UNKNOWN, type Found } from "../schema/compare/verdict.ts";
import { Library } from "../schema/library.ts";
import { readSchema } from "../schema/reading.ts";
import { withTool } from "./catalog.ts";
import type { Slot } from "./slot.ts";
import { checkWhole, type Whole } from "./whole.ts";

export interface Judged {
  /** Why the tool does not fit, in one sentence; null where nothing speaks against it. */
  readonly misfit: string | null;
  /** Where its schemas say that it may not, why; in one sentence. */
  readonly doubt: string | null;
  /** Its schemas say that it does. */
  readonly isSure: boolean;
}

export async function judgeSchemas(
  slot: Pick<Slot, "inputSchema" | "outputSchema">,
  tool: Pick<ToolSignature, "inputSchema" | "outputSchema">,
): Promise<Judged> {
  const sent = await compared(slot.inputSchema, tool.inputSchema);
  if (sent.verdict === "never") return misfit(`It does not take what the template sends: ${said(sent, "is")}`);
  const read = await compared(tool.outputSchema, slot.outputSchema);
  if (read.verdict === "never") return misfit(`It does not give what the template reads: ${said(read, "is")}`);
  return {
    misfit: null,
    doubt:
      doubtIn(sent, "It may not take what the template sends") ??
      doubtIn(read, "It may not give what the template reads"),
    isSure: sent.verdict === "fits" && read.verdict === "fits",
  };
}

function doubtIn(found: Found, what: string): string | null {
  return found.verdict === "maybe" ? `${what}: ${said(found, "may be")}` : null;
}

/** The same with F2; `whole` is free of faults with all of its slots open in `catalog`. */
export async function judge(
  slot: Slot,
  tool: ToolSignature,
  template: { readonly whole: Whole; readonly catalog: ToolCatalog },
): Promise<Judged> {
  const judged = await judgeSchemas(slot, tool);
  if (judged.misfit !== null) return judged;
  const checked = await checkWhole(template.whole, withTool(template.catalog, slot.name, tool));
  const fault = checked.diagnostics.find(({ severity }) => severity === "error");
  return fault === undefined ? judged : misfit(fault.message);
}

function misfit(why: string): Judged {
  return { misfit: why, doubt: null, isSure: false };
}

/** A side that takes anything takes all; one that does not say what it gives may give it. */
async function compared(gives: Json, takes: Json): Promise<Found> {
  if (takes === null) return FITS;
  const [producer, consumer] = await Promise.all([readSchema(gives ?? true), readSchema(takes)]);
  if (producer === undefined || consumer === undefined) return UNKNOWN;
  const library = new Library();
  const given = [library.add(producer.normalized)];
  return compare(given, [library.add(consumer.normalized)], library, { left: CHECK_FUEL });
}

function said({ pointer, what, wanted }: Found, be: string): string {
  return `${pointer === "" ? "that" : pointer} ${be} ${what}, but must be ${wanted}.`;
}
