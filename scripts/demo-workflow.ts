// What the demo publishes and runs: agent B's three tools, and the research_and_summarize workflow over them.

import type { HubClient, WorkflowDefinition } from "./hub-client.ts";

/** How many sources are read at the same time. */
export const SOURCES = 8;

/** A pause in the reading tool, long enough to see that the readings run at the same time. */
const READING_MS = 400;

export interface DemoTools {
  readonly search: string;
  readonly enrich: string;
  readonly summarize: string;
}

const TEXT = { type: "string" } as const;

/** @returns the ids of the three tools */
export async function publishTools(provider: HubClient, providerUrl: string): Promise<DemoTools> {
  const search = await provider.publish({
    name: "search",
    description: "Finds sources about a topic",
    endpoint: `${providerUrl}/search`,
    tags: ["research"],
    inputSchema: object({ query: TEXT, count: { type: "integer", minimum: 1, maximum: 50 } }, ["query"]),
    outputSchema: object({ results: { type: "array", items: object({ title: TEXT, url: TEXT }) } }),
  });
  const enrich = await provider.publish({
    name: "enrich",
    description: "Reads one source and says what it found",
    endpoint: `${providerUrl}/enrich?ms=${READING_MS}`,
    tags: ["research"],
    inputSchema: object({ title: TEXT, url: TEXT }, ["title", "url"]),
    outputSchema: object({ title: TEXT, url: TEXT, words: { type: "integer" }, finding: TEXT }),
  });
  const summarize = await provider.publish({
    name: "summarize",
    description: "Makes one text out of many findings",
    endpoint: `${providerUrl}/summarize`,
    tags: ["writing"],
    inputSchema: object({ topic: TEXT, sources: { type: "array" } }, ["topic", "sources"]),
    outputSchema: object({ summary: TEXT, words: { type: "integer" } }),
  });
  return { search, enrich, summarize };
}

/** search → read_1 … read_8 in parallel → summarize. A reference is a dependency, so none is spelled out. */
export function researchAndSummarize(tools: DemoTools): WorkflowDefinition {
  const indexes = Array.from({ length: SOURCES }, (_, index) => index);
  return {
    name: "research_and_summarize",
    description: "Searches a topic, reads what it finds, and summarizes it",
    inputSchema: object({ topic: TEXT }, ["topic"]),
    errorStrategy: "stop_on_first",
    timeoutMs: 60_000,
    steps: [
      { id: "search", toolId: tools.search, arguments: { query: "{{input.topic}}", count: SOURCES } },
      ...indexes.map((index) => ({
        id: `read_${index + 1}`,
        toolId: tools.enrich,
        arguments: {
          title: `{{steps.search.result.results[${index}].title}}`,
          url: `{{steps.search.result.results[${index}].url}}`,
        },
        retry: { maxAttempts: 3, backoff: "exponential" as const, initialDelayMs: 200 },
      })),
      {
        id: "summarize",
        toolId: tools.summarize,
        arguments: {
          topic: "{{input.topic}}",
          sources: indexes.map((index) => `{{steps.read_${index + 1}.result}}`),
        },
      },
    ],
    output: "{{steps.summarize.result}}",
  };
}

function object(properties: Record<string, unknown>, required: readonly string[] = Object.keys(properties)) {
  return { type: "object", properties, required };
}
