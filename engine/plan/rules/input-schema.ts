// The definition's own inputSchema.

import { append } from "../../schema/pointer.ts";
import { isObject } from "../../schema/resources.ts";
import { isKeyword } from "../../schema/keyword-names.ts";
import type { Checking } from "../checking.ts";

export async function checkInputSchema({ draft, report, schemas }: Checking): Promise<void> {
  const { inputSchema } = draft.source;
  if (!isObject(inputSchema)) return;
  for (const { pointer, message } of await schemas.inputFaults()) {
    const place = pointer === "" ? "inputSchema" : `inputSchema at ${pointer}`;
    report.error({ code: "bad_input_schema", pointer: `/inputSchema${pointer}`, message: `${place} ${message}.` });
  }
  const keys = Object.keys(inputSchema);
  const [first] = keys;
  if (first === undefined || keys.some(isKeyword)) return;
  report.warning({
    code: "empty_input_schema",
    pointer: append("/inputSchema", first),
    message: "inputSchema has no keyword of JSON Schema, so it accepts any input.",
    hint: () => `Write { "type": "object", "properties": { ${JSON.stringify(first)}: … } }.`,
  });
}
