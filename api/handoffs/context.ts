// What a receiver is given: the fields that everybody understands, and any others.

import { z } from "@hono/zod-openapi";
import type { JsonObject } from "../../engine/json.ts";
import { jsonValue } from "../http/json-value.ts";

/** Where a handoff may come to lie together with its schemas and still fit a row of 2 MB. */
const MAX_INLINE_BYTES = 1_048_576;
const MAX_ROW_BYTES = 1_800_000;
export const MAX_CONTEXT_BYTES = 8 * 1_048_576;
const MAX_TASK_CHARS = 200;

export const contextSchema = z
  .looseObject({
    task: z.string().max(100_000).optional().openapi({ description: "What is to be done, in words." }),
    conversation: z
      .array(z.looseObject({ role: z.string().max(100), content: jsonValue("Text, or parts as its format has them.") }))
      .max(10_000)
      .optional()
      .openapi({ description: "What was said so far, the oldest first." }),
    artifacts: z
      .array(
        z.looseObject({
          name: z.string().max(500),
          uri: z.string().min(1).max(8_192).openapi({ description: "Where it is: artifacts come by reference." }),
          mimeType: z.string().max(200).optional(),
          sizeBytes: z.int().min(0).optional(),
          sha256: z
            .string()
            .regex(/^[0-9a-f]{64}$/, "A sha256 has 64 of 0-9 a-f")
            .optional(),
        }),
      )
      .max(1_000)
      .optional(),
    constraints: z
      .array(z.string().max(10_000))
      .max(200)
      .optional()
      .openapi({ description: "What has to be kept to." }),
    deadline: z.iso
      .datetime({ offset: true })
      .optional()
      .openapi({ description: "When it has to be done. A handoff that is open then expires." }),
  })
  .openapi("HandoffContext");

/** A context whose known fields are as they should be. It was parsed from JSON, or rendered into it. */
export function asContext(value: z.infer<typeof contextSchema>): JsonObject {
  return value as JsonObject;
}

export function bytesOf(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).byteLength;
}

/** Whether the context goes into the handoff's row. */
export function fitsRow(contextBytes: number, schemas: readonly unknown[]): boolean {
  return contextBytes <= MAX_INLINE_BYTES && contextBytes + bytesOf(schemas) <= MAX_ROW_BYTES;
}

/** The beginning of its task. */
export function taskOf({ task }: JsonObject): string {
  const text = typeof task === "string" ? (task.trim().split("\n", 1)[0] ?? "") : "";
  return (text.length > MAX_TASK_CHARS ? `${text.slice(0, MAX_TASK_CHARS - 1)}…` : text).toWellFormed();
}

/** ISO 8601, UTC; null: it has none. */
export function deadlineOf({ deadline }: JsonObject): string | null {
  return typeof deadline === "string" ? new Date(deadline).toISOString() : null;
}
