// What the hub says of itself: /openapi.json, /schemas/workflow/v1.json, the same as pages (/docs, /docs/errors) and, shorter, for models (/llms.txt).

import type { OpenAPIHono } from "@hono/zod-openapi";
import { etag } from "hono/etag";
import { workflowJsonSchema } from "../../engine/definition/json-schema.ts";
import type { AppEnv } from "../http/context.ts";
import { documentOf } from "./document.ts";
import { errorsReference } from "./errors.ts";
import { LLMS_TEXT } from "./llms-text.ts";
import type { Markup } from "./markdown.ts";
import type { OpenApi } from "./open-api.ts";
import { pageHeaders } from "./page.ts";
import { referencePage } from "./reference.ts";

/** Each text is written on the first request and kept: it only changes with the hub itself. */
export function documentRoutes(app: OpenAPIHono<AppEnv>, version: string): void {
  const document = documentOf(app, version);
  const reference = kept(() => referencePage(JSON.parse(document()) as OpenApi));
  const errors = kept(errorsReference);
  let schema: string | undefined;
  const definitionSchema = (): string => (schema ??= JSON.stringify(workflowJsonSchema));

  app.get("/openapi.json", (c) => c.body(document(), 200, { "Content-Type": "application/json" }));
  app.get("/schemas/workflow/v1.json", async (c, next) => {
    c.header("Cache-Control", "public, max-age=3600");
    // Editors load it from wherever they are.
    c.header("Access-Control-Allow-Origin", "*");
    return etag()(c, next);
  });
  app.get("/schemas/workflow/v1.json", (c) =>
    c.body(definitionSchema(), 200, { "Content-Type": "application/schema+json" }),
  );
  app.get("/docs", async (c) => c.body(await reference(), 200, await pageHeaders()));
  app.get("/docs/errors", async (c) => c.body(await errors(), 200, await pageHeaders()));
  app.get("/llms.txt", (c) => c.body(LLMS_TEXT, 200, { "Content-Type": "text/plain; charset=utf-8" }));
}

function kept(render: () => Markup): () => Promise<string> {
  let text: string | undefined;
  return async () => (text ??= String(await render()));
}
