// The definition's own schemas: of its input, its output, its signals and its handoffs.

import type { Json } from "../../json.ts";
import { append } from "../../schema/pointer.ts";
import { isObject } from "../../schema/resources.ts";
import { isKeyword } from "../../schema/keyword-names.ts";
import { schemaFaults } from "../../schema/validator.ts";
import type { Checking } from "../checking.ts";
import { asObjectSchema, mendSchema } from "../mend/mend-schema.ts";
import type { Report } from "../report.ts";

export async function checkSchemas(checking: Checking): Promise<void> {
  await checkInputSchema(checking);
  const { draft, report } = checking;
  await checkSchema("outputSchema", draft.source["outputSchema"], "/outputSchema", report);
  for (const { source, pointer } of draft.steps) {
    const { wait, handoff } = source;
    if (isObject(wait)) await checkSchema("wait.schema", wait["schema"], `${pointer}/wait/schema`, report);
    if (!isObject(handoff)) continue;
    for (const field of ["inputSchema", "resultSchema"]) {
      await checkSchema(`handoff.${field}`, handoff[field], `${pointer}/handoff/${field}`, report);
    }
  }
}

async function checkSchema(name: string, schema: Json | undefined, at: string, report: Report): Promise<void> {
  if (!isObject(schema)) return;
  for (const { pointer, message } of await schemaFaults(schema)) {
    const place = pointer === "" ? name : `${name} at ${pointer}`;
    report.error({
      code: "bad_schema",
      pointer: `${at}${pointer}`,
      message: `${place} ${message}.`,
      fix: () => mendSchema(schema, pointer, at),
    });
  }
}

async function checkInputSchema({ draft, report, schemas }: Checking): Promise<void> {
  const { inputSchema } = draft.source;
  if (!isObject(inputSchema)) return;
  for (const { pointer, message } of await schemas.inputFaults()) {
    const place = pointer === "" ? "inputSchema" : `inputSchema at ${pointer}`;
    report.error({
      code: "bad_input_schema",
      pointer: `/inputSchema${pointer}`,
      message: `${place} ${message}.`,
      fix: () => mendSchema(inputSchema, pointer, "/inputSchema"),
    });
  }
  const keys = Object.keys(inputSchema);
  const [first] = keys;
  if (first === undefined || keys.some(isKeyword)) return;
  report.warning({
    code: "empty_input_schema",
    pointer: append("/inputSchema", first),
    message: "inputSchema has no keyword of JSON Schema, so it accepts any input.",
    hint: () => `Write { "type": "object", "properties": { ${JSON.stringify(first)}: … } }.`,
    fix() {
      const meant = asObjectSchema(inputSchema);
      return meant && [{ op: "replace", path: "/inputSchema", value: meant }];
    },
  });
}
