import type { z } from "@hono/zod-openapi";

/** A contract's request body. `example` is shown in the documentation and should work when pasted. */
export function jsonBody<Schema extends z.ZodType>(schema: Schema, example: z.input<Schema>) {
  return { content: { "application/json": { schema, example } }, required: true as const };
}

/** One success of a contract. */
export function jsonAnswer<Schema extends z.ZodType>(description: string, schema: Schema) {
  return { description, content: { "application/json": { schema } } };
}
