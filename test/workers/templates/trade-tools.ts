// Tools that people put into slots, registered as their providers would: by other names than the slots', with more in their
// schemas than a slot asks for.

import { newTool, type TestAgent } from "../api/hub.ts";

const text = { type: "string" };
const object = (properties: Record<string, unknown>, required = Object.keys(properties)) => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
});
const gives = (properties: Record<string, unknown>) => ({
  type: "object",
  properties,
  required: Object.keys(properties),
});

const TOOLS = {
  search: [
    object({ query: text, count: { type: "integer" } }, ["query"]),
    gives({ results: { type: "array", items: gives({ id: text, title: text, url: text }) } }),
  ],
  "page-of": [object({ url: text }), gives({ url: text, status: { type: "integer" }, body: text })],
  complete: [object({ prompt: text, model: text }, ["prompt"]), gives({ text, tokens: { type: "integer" } })],
  lookup: [object({ row: { type: "object" } }), gives({ fields: { type: "object" } })],
  recall: [object({ key: text }), gives({ value: {} })],
  remember: [object({ key: text, value: {} }), gives({ kept: { type: "boolean" } })],
  reserve: [{ type: "object" }, gives({ reservationId: text })],
  charge: [object({ amountUsd: { type: "number" }, reference: text }), gives({ paymentId: text })],
  metric: [object({ name: text }), gives({ value: { type: "number" } })],
  extract: [object({ text, fields: { type: "array", items: text } }), gives({ data: { type: "object" } })],
  translate: [object({ text, to: text }), gives({ text })],
  "start-job": [object({ request: { type: "object" } }), gives({ jobId: text })],
  "job-status": [
    object({ jobId: text }),
    { type: "object", properties: { state: text, result: {} }, required: ["state"] },
  ],
  changes: [
    object({ since: { type: ["string", "null"] } }),
    gives({ items: { type: "array", items: { type: "object" } }, next: text }),
  ],
  moderate: [object({ text }), gives({ flagged: { type: "boolean" } })],
  // Takes anything.
  echo: [{ type: "object" }, gives({ echo: { type: "object" } })],
} as const;

export type TradeTool = keyof typeof TOOLS;

/** The agent's tool of this kind; `query` is of its endpoint. */
export async function tradeTool(agent: TestAgent, kind: TradeTool, query = ""): Promise<string> {
  const [inputSchema, outputSchema] = TOOLS[kind];
  const { id } = await newTool(agent, `/${kind}${query}`, { inputSchema, outputSchema });
  return id;
}
