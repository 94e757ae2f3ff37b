// Grants: what the calling agent has allowed to OAuth clients. The OAuth endpoints themselves are endpoints.ts: their
// requests and errors are those of the RFCs.

import { createRoute, z } from "@hono/zod-openapi";
import { keyed } from "../http/access.ts";
import { jsonAnswer } from "../http/json-body.ts";
import { pageOf, pageQuery } from "../http/page.ts";
import { problemResponses } from "../http/problem.ts";

const TAGS = ["OAuth grants"];

const grantSchema = z
  .object({
    id: z.string().openapi({ example: "grant_V1StGXR8_Z5j" }),
    clientId: z.string().openapi({ description: "The client's id here, or the URL of its metadata document." }),
    clientName: z.string().openapi({ example: "An editor", description: "By the client's own account." }),
    redirectUri: z.string().openapi({ example: "http://127.0.0.1:33418/callback" }),
    resource: z
      .string()
      .openapi({ example: "https://nxscall.com/mcp/v1", description: "The MCP endpoint that its tokens are for." }),
    scopes: z.array(z.string()),
    keyId: z.string().openapi({ description: "The key that consented; the grant ends with it." }),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().nullable().openapi({ description: "When it last got a token." }),
    expiresAt: z.iso.datetime().openapi({ description: "When it ends, unless it gets another token before." }),
  })
  .openapi("OAuthGrant");

export const listGrantsContract = createRoute({
  ...keyed("listGrants"),
  method: "get",
  path: "/api/v1/oauth/grants",
  tags: TAGS,
  summary: "List what the calling agent has allowed to OAuth clients, newest first",
  request: { query: z.object(pageQuery) },
  responses: {
    200: jsonAnswer("A page of grants", pageOf(grantSchema).openapi("OAuthGrantPage")),
  },
});

export const deleteGrantContract = createRoute({
  ...keyed("deleteGrant"),
  method: "delete",
  path: "/api/v1/oauth/grants/{grantId}",
  tags: TAGS,
  summary: "Revoke a grant, everywhere within 5 seconds",
  description: "Its client gets no further token, and those that it has are refused.",
  request: { params: z.object({ grantId: z.string() }) },
  responses: {
    204: { description: "It is revoked" },
    ...problemResponses("not_found"),
  },
});
