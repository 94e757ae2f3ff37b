// A tool at the end of its life: how its answers say so, and what is said once it is gone.

import { z } from "@hono/zod-openapi";
import { Problem } from "../http/problem.ts";
import type { Database } from "../platform/database.ts";
import { selectGoneTool } from "./store.ts";
import type { Tool } from "./tool.ts";

/** For a contract: the headers that `deprecationHeaders` may give. */
export const deprecationHeadersSchema = z.object({
  Deprecation: z.string().optional().openapi({
    description: "Only of a deprecated tool: since when, as `@` and seconds since 1970 (RFC 9745).",
    example: "@1767225600",
  }),
  Link: z.string().optional().openapi({
    description: "Only of a deprecated tool that names the one to use instead.",
    example: '</api/v1/mcp/tools/tool_V1StGXR8_Z5j>; rel="successor-version"',
  }),
});

/** RFC 9745 and, where a successor is named, RFC 5829; none for a tool that is not deprecated. */
export function deprecationHeaders({ deprecatedAt, successorId }: Tool): Record<string, string> {
  if (deprecatedAt === null) return {};
  const since = { Deprecation: `@${Math.floor(Date.parse(deprecatedAt) / 1000)}` };
  return successorId === null ? since : { ...since, Link: successorLink(successorId) };
}

/**
 * Why an agent finds no tool of this id: `tool_gone` where there was one that it could see, with the successor if one
 * is named; otherwise `not_found`.
 */
export async function missingTool(db: Database, id: string, viewerId: string): Promise<Problem> {
  const gone = await selectGoneTool(db, id, viewerId);
  if (gone === undefined) return new Problem("not_found", "There is no tool of this id that you may use.");
  const { name, version, successorId } = gone;
  const said = `The tool "${name}" ${version} was deregistered.`;
  if (successorId === null) return new Problem("tool_gone", `${said} Its provider names no successor.`);
  return new Problem("tool_gone", `${said} Its provider names ${successorId} as its successor.`, {
    headers: { Link: successorLink(successorId) },
    members: { successor: { id: successorId, href: hrefOf(successorId) } },
  });
}

function successorLink(id: string): string {
  return `<${hrefOf(id)}>; rel="successor-version"`;
}

function hrefOf(id: string): string {
  return `/api/v1/mcp/tools/${id}`;
}
