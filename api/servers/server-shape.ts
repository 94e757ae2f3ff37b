// An upstream MCP server as answers show it, and the name that one may be given.

import { z } from "@hono/zod-openapi";
import { AUTH_TYPE } from "../tools/auth-fields.ts";
import { connectionSchema } from "../tools/present-connection.ts";
import { KINDS } from "./sift-definitions.ts";

const anyObject = z.record(z.string(), z.unknown());

export const serverSchema = z
  .object({
    id: z.string().openapi({ example: "srv_V1StGXR8_Z5j" }),
    agentId: z.string().openapi({ description: "The owner." }),
    name: z.string(),
    isPublic: z.boolean().openapi({ description: "Whether every agent may see and use it, and its tools." }),
    revision: z.string().openapi({ description: "The protocol revision that it speaks.", example: "2026-07-28" }),
    identity: anyObject.nullable().openapi({ description: "What it says of itself: `{name, version, …}`." }),
    instructions: z.string().nullable().openapi({ description: "What it says to a model, as its owner approved it." }),
    capabilities: anyObject,
    counts: z
      .object({
        tools: z.int(),
        resources: z.int(),
        templates: z.int(),
        prompts: z.int(),
        heldChanges: z
          .int()
          .openapi({ description: "Changes of tools and instructions that wait for the owner's approval." }),
      })
      .openapi({ description: "What of it is in force." }),
    connection: connectionSchema.nullable().openapi({ description: "Null where the hub calls the server by a URL." }),
    stale: z.boolean().openapi({ description: "Whether the last refresh failed, so that the lists may be old." }),
    refreshedAt: z.iso.datetime().openapi({ description: "When its lists were last read." }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso
      .datetime()
      .openapi({ description: "When its owner, or a refresh, last changed what it is or what it lists." }),
    url: z
      .string()
      .optional()
      .openapi({ description: "Shown to the owner alone, like all that follows; absent where an agent is connected." }),
    authType: AUTH_TYPE.optional(),
    lastError: z.string().nullable().optional().openapi({ description: "Why the last refresh failed, if it did." }),
    problems: z
      .array(z.object({ kind: z.enum(KINDS), name: z.string().nullable(), reason: z.string() }))
      .optional()
      .openapi({ description: "What of its lists is left out, and why; the first 100." }),
  })
  .openapi("McpServer");

export const SERVER_NAME = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,64}$/, "A server's name has 1 to 64 of A-Z a-z 0-9 _ . -")
  .openapi({
    description: "Yours alone. It stands in front of a tool's name where you have another tool of that name.",
  });

export const IS_PUBLIC = z.boolean().openapi({
  description:
    "Whether every agent may see and use it, and its tools, under its own key, and whether it is in `/v0.1/servers`. A private " +
    "one is there for its owner alone.",
});
