// What the client knows of the API, as TypeScript, from the contracts: they are bundled for Node, asked for their
// OpenAPI document, and openapi-typescript writes that down.

import { registerHooks } from "node:module";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import type { OpenAPI3 } from "openapi-typescript";

const ROOT = resolve(import.meta.dirname, "..");

export const CLIENT_TYPES = join(ROOT, "client/openapi.gen.ts");

const HEAD = "// Generated from the contracts in api/ by `npm run client`. A test compares.\n\n";

/** The document as the hub serves it at /openapi.json. */
export async function openApiDocument(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, "api/app.ts")],
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    conditions: ["workerd", "browser"],
    mainFields: ["module", "main"],
    external: ["node:*"],
    logLevel: "error",
  });
  const source = Buffer.from(outputFiles[0]?.contents ?? "").toString("base64");
  const { app } = (await import(`data:text/javascript;base64,${source}`)) as App;
  return (await app.request("/openapi.json", {}, {})).text();
}

interface App {
  readonly app: { request(path: string, init: RequestInit, env: object): Response | Promise<Response> };
}

/** The text of client/openapi.gen.ts. */
export async function clientTypes(document: string): Promise<string> {
  const shapes = JSON.parse(document, withoutProse) as OpenAPI3;
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier === "typescript"
        ? next("./compiler-api.ts", { ...context, parentURL: import.meta.url })
        : next(specifier, context),
  });
  try {
    const { default: generate, astToString } = await import("openapi-typescript");
    const types = await generate(shapes, { defaultNonNullable: false, emptyObjectsUnknown: true });
    return HEAD + astToString(types);
  } finally {
    hooks.deregister();
  }
}

/** What a problem means and examples of bodies are for readers of the document: no type changes with them. */
function withoutProse(name: string, value: unknown): unknown {
  if (name === "example" || name === "examples") return undefined;
  if (/^[45]\d\d$/.test(name) && typeof value === "object") return { ...value, description: "" };
  return value;
}
