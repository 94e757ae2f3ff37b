// The built-in provider: an agent of the hub's own, whose tools need no server. Its rows in the registry are like
// any other's; what tells them apart is their protocol, which no registration can choose.

import { z } from "zod";
import type { Json } from "../../../engine/json.ts";
import type { BuiltinTool } from "./builtin.ts";
import { csvParse } from "./csv-parse.ts";
import { delay } from "./delay.ts";
import { echo } from "./echo.ts";
import { hash } from "./hash.ts";
import { htmlToText } from "./html-to-text.ts";
import { httpGet } from "./http-get.ts";
import { jsonDiff } from "./json-diff.ts";
import { now } from "./now.ts";
import { templateRender } from "./template-render.ts";
import { transform } from "./transform.ts";
import { uuid } from "./uuid.ts";

export const BUILTIN_AGENT = {
  id: "agent_nexus",
  name: "nexus",
  description: "Tools of the hub itself, which need no server.",
} as const;

const SCHEME = "nexus:";

const tools: readonly BuiltinTool[] = [
  echo,
  transform,
  templateRender,
  httpGet,
  delay,
  hash,
  uuid,
  now,
  csvParse,
  htmlToText,
  jsonDiff,
];
const byEndpoint = new Map(tools.map((tool) => [SCHEME + tool.name, tool]));

export function findBuiltinTool(endpoint: string): BuiltinTool | undefined {
  return byEndpoint.get(endpoint);
}

/** The tools as the registry holds them; migrations bring them there (scripts/builtin-tools-sql.ts). */
export function builtinToolRows() {
  return tools.map(({ name, description, version, tags, category, input, output }) => ({
    id: `tool_nexus_${name}`,
    agentId: BUILTIN_AGENT.id,
    name,
    description,
    version,
    inputSchema: jsonSchemaOf(input),
    outputSchema: jsonSchemaOf(output),
    tags: [...tags],
    category,
    protocol: "builtin" as const,
    endpoint: SCHEME + name,
    authType: "none" as const,
    rateLimitPerMin: 1_000,
  }));
}

function jsonSchemaOf(schema: z.ZodType): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input" });
  return JSON.parse(JSON.stringify(rest)) as Json;
}
