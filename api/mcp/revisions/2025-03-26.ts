import type { ContentBlock } from "@modelcontextprotocol/server";
import { revision20250618 } from "./2025-06-18.ts";
import { type Revision, without } from "./revision.ts";

/** Before titles, structured results and links to resources. */
export const revision20250326: Revision = {
  ...revision20250618,
  version: "2025-03-26",
  tool: (tool) => without(tool, ["icons", "execution", "title", "outputSchema", "_meta"]),
  result: (result) => ({ ...without(result, ["structuredContent"]), content: result.content.map(readable) }),
  resource: (resource) => without(resource, ["icons", "title", "_meta"]),
  template: (template) => without(template, ["icons", "title", "_meta"]),
  prompt: (prompt) => ({
    ...without(prompt, ["icons", "title", "_meta"]),
    ...(prompt.arguments && { arguments: prompt.arguments.map((argument) => withoutTitle(argument)) }),
  }),
};

function readable(block: ContentBlock): ContentBlock {
  if (block.type !== "resource_link") return block;
  return { type: "text", text: `${block.name}: ${block.uri}` };
}

function withoutTitle<Argument extends object>(argument: Argument): Argument {
  return Object.fromEntries(Object.entries(argument).filter(([name]) => name !== "title")) as Argument;
}
