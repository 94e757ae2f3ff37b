import { CsvError, parse } from "csv-parse/sync";
import { z } from "zod";
import type { Json } from "../../../engine/json.ts";
import { builtin, type BuiltinResult, invalidInput } from "./builtin.ts";

const MAX_CSV_CHARS = 1_000_000;
const MAX_CELLS = 100_000;

export const csvParse = builtin({
  name: "csv_parse",
  description:
    "Reads CSV into rows: objects by the names in the first line, or lists where there is no such line. " +
    `Cells stay texts. At most ${MAX_CELLS} of them.`,
  version: "1.0.0",
  tags: ["data", "csv"],
  category: "data",
  input: z.strictObject({
    csv: z.string().max(MAX_CSV_CHARS),
    delimiter: z.enum([",", ";", "\t", "|"]).default(","),
    header: z.boolean().default(true).describe("Whether the first line names the columns."),
  }),
  output: z.object({ rows: z.array(z.unknown()) }),
  run: ({ csv, delimiter, header }) => {
    const records = recordsOf(csv, delimiter);
    if (typeof records === "string") return invalidInput(records);
    return header ? byName(records) : { result: { rows: records } };
  },
});

/** Lists of cells, or why there are none, in words. */
function recordsOf(csv: string, delimiter: string): string[][] | string {
  // Counted beforehand: the parser says how many cells a line has only when it is through with it.
  if (hasMoreCells(csv, delimiter, MAX_CELLS)) return `The CSV has more than ${MAX_CELLS} cells. Split it.`;
  try {
    return parse(csv, { bom: true, delimiter, skip_empty_lines: true });
  } catch (error) {
    if (error instanceof CsvError) return `The CSV cannot be read: ${error.message}`;
    throw error;
  }
}

function hasMoreCells(csv: string, delimiter: string, limit: number): boolean {
  let cells = 1;
  let isQuoted = false;
  for (let at = 0; at < csv.length && cells <= limit; at++) {
    const character = csv.charAt(at);
    if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (character === delimiter || character === "\n" || character === "\r")) cells++;
  }
  return cells > limit;
}

function byName([names = [], ...records]: string[][]): BuiltinResult {
  const seen = new Set<string>();
  const twice = names.find((name) => seen.size === seen.add(name).size);
  if (twice !== undefined) return invalidInput(`The CSV's first line names the column ${JSON.stringify(twice)} twice.`);
  // fromEntries makes a column called __proto__ a column like any other.
  const rows = records.map((cells): Json => Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ""])));
  return { result: { rows } };
}
