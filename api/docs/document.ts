// The contracts, as OpenAPI 3.1.

import { z } from "@hono/zod-openapi";
import type { OpenAPIHono } from "@hono/zod-openapi";
import { withAnswerExamples } from "./answer-examples.ts";
import { SESSION_COOKIE } from "../auth/session-cookie.ts";
import { SCOPES } from "../keys/scopes.ts";
import type { OpenApi } from "./open-api.ts";
import type { AppEnv } from "../http/context.ts";
import { KEY_FORM } from "../http/idempotent.ts";
import { hasOwnQuery } from "../http/known-query.ts";
import { PROBLEMS } from "../http/problem-codes.ts";
import { withProblem } from "../http/problem.ts";
import { sharedProblems } from "../http/shared-problems.ts";

/** Gives the document of the app's contracts, generated on the first request. */
export function documentOf(app: OpenAPIHono<AppEnv>, version: string): () => string {
  describeKeys(app);
  let document: string | undefined;
  return () =>
    (document ??= JSON.stringify(withAnswerExamples(JSON.parse(JSON.stringify(generate(app, version))) as OpenApi)));
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
  const checked = operationsWithCheckedBody(app);
  for (const [path, methods] of Object.entries(document.paths ?? {})) {
    for (const method of METHODS) {
      const operation = methods[method];
      if (operation !== undefined)
        complete(operation, { method, path, checkedBody: checked.has(operation.operationId) });
    }
  }
  return document;
}

const METHODS = ["get", "post", "put", "patch", "delete"] as const;

interface Place {
  readonly method: (typeof METHODS)[number];
  readonly path: string;
  readonly checkedBody: boolean;
}

/** What its kind takes and answers besides what the contract says. */
function complete(operation: Operation, { method, path, checkedBody }: Place): void {
  const { security = [], parameters = [], responses = {} } = operation;
  const key = security.length > 0;
  const scope = security.some((scheme) => Object.values(scheme).flat().length > 0);
  const query = parameters.flatMap((parameter) =>
    "name" in parameter && parameter.in === "query" ? [parameter.name] : [],
  );
  const checkedPath = parameters.some(
    (parameter) => "name" in parameter && parameter.in === "path" && isChecked(parameter.schema),
  );
  for (const code of sharedProblems({
    method,
    key,
    scope,
    checkedBody,
    query,
    ownQuery: hasOwnQuery(path),
    checkedPath,
  })) {
    const { status } = PROBLEMS[code];
    const before: { description?: string } | undefined = responses[status];
    responses[status] = {
      description: withProblem(before?.description, code),
      content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
    };
  }
  if (key && method === "post") operation.parameters = [...parameters, IDEMPOTENCY_KEY];
  operation.responses = responses;
}

/** A name that is any text fits always. */
function isChecked(schema: object = {}): boolean {
  return ["minLength", "maxLength", "pattern", "enum"].some((keyword) => keyword in schema);
}

type Operation = NonNullable<NonNullable<ReturnType<OpenAPIHono["getOpenAPI31Document"]>["paths"]>[string]["post"]>;

/** A schema that takes what no JSON says takes everything: there, the engine or the verb file checks. */
function operationsWithCheckedBody(app: OpenAPIHono<AppEnv>): ReadonlySet<string | undefined> {
  const checked = app.openAPIRegistry.definitions.flatMap((definition) => {
    if (definition.type !== "route") return [];
    const content = definition.route.request?.body?.content["application/json"];
    const schema = content !== undefined && "schema" in content ? content.schema : undefined;
    const refuses = schema instanceof z.ZodType && !schema.safeParse(Number.NaN).success;
    return refuses ? [definition.route.operationId] : [];
  });
  return new Set(checked);
}

const IDEMPOTENCY_KEY = {
  name: "Idempotency-Key",
  in: "header",
  description:
    "Makes the request safe to repeat: for 24 hours the same key with the same body gets the first answer again, with " +
    "the header `Idempotency-Replayed: true`. Answers of 429 and from 500 on are not kept.",
  schema: { type: "string", pattern: KEY_FORM.source },
} as const;
