// The contracts, as OpenAPI 3.1.

import type { OpenAPIHono } from "@hono/zod-openapi";
import { SESSION_COOKIE } from "../auth/session-cookie.ts";
import { SCOPES } from "../keys/scopes.ts";
import type { AppEnv } from "../http/context.ts";
import { KEY_FORM } from "../http/idempotent.ts";
import { PROBLEMS } from "../http/problem-codes.ts";
import type { ProblemCode } from "../http/problem-codes.ts";

/** Gives the document of the app's contracts, generated on the first request. */
export function documentOf(app: OpenAPIHono<AppEnv>, version: string): () => string {
  describeKeys(app);
  let document: string | undefined;
  return () => (document ??= JSON.stringify(generate(app, version)));
}

function describeKeys(app: OpenAPIHono<AppEnv>): void {
  const description = `An agent's key, or a token given for it. Its scopes: ${SCOPES.join(", ")}.`;
  app.openAPIRegistry.registerComponent("securitySchemes", "apiKey", {
    type: "http",
    scheme: "bearer",
    bearerFormat: "nxc_live_… or JWT",
    description,
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "apiKeyHeader", {
    type: "apiKey",
    in: "header",
    name: "X-API-Key",
    description,
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: SESSION_COOKIE,
    description: "A dashboard's session, with `X-CSRF-Token` where the request is no GET. Over http without `__Host-`.",
  });
}

function generate(app: OpenAPIHono<AppEnv>, version: string) {
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "NexusCall",
      version,
      description: "The API gateway for AI agents: publish tools, find them, call them, compose them into workflows.",
    },
    servers: [{ url: "/" }],
  });
  for (const { post, put, delete: del } of Object.values(document.paths ?? {})) {
    if (post?.security?.length) describeIdempotency(post);
    for (const unsafe of [post, put, del]) if (unsafe?.security?.length) addProblems(unsafe, ["forgery_suspected"]);
  }
  return document;
}

type Operation = NonNullable<NonNullable<ReturnType<OpenAPIHono["getOpenAPI31Document"]>["paths"]>[string]["post"]>;

/** What every POST behind a key takes and answers besides what its contract says. */
function describeIdempotency(operation: Operation): void {
  operation.parameters = [...(operation.parameters ?? []), IDEMPOTENCY_KEY];
  addProblems(operation, ["invalid_idempotency_key", "idempotency_in_progress", "idempotency_key_reused"]);
}

function addProblems(operation: Operation, codes: readonly ProblemCode[]): void {
  const responses = (operation.responses ??= {});
  for (const code of codes) {
    const { status, title, mend } = PROBLEMS[code];
    const before: { description?: string } | undefined = responses[status];
    responses[status] = {
      description: [before?.description, `\`${code}\`: ${title}. ${mend}`].filter(Boolean).join("\n\n"),
      content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
    };
  }
}

const IDEMPOTENCY_KEY = {
  name: "Idempotency-Key",
  in: "header",
  description:
    "Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with " +
    "the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept.",
  schema: { type: "string", pattern: KEY_FORM.source },
} as const;
