import { expect, test } from "vitest";
import { slotSchemas } from "../../../engine/slots/made-of-tool.ts";

test("what is sent under a name that every object has is open, unless the tool says what it is", () => {
  const definition = { steps: [{ id: "a", toolId: "slot:x", arguments: { constructor: 1, said: 2 } }] };
  const properties = { said: { type: "number" } };
  const { inputSchema } = slotSchemas([definition], "slot:x", {
    inputSchema: { type: "object", properties },
    outputSchema: null,
  });
  expect(inputSchema).toMatchObject({ properties: { constructor: {}, ...properties } });
});
