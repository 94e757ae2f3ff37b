import { z } from "@hono/zod-openapi";
import type { Json, JsonObject } from "../../engine/json.ts";

/** Any JSON value as a field of a body. The body was parsed from JSON, so there is nothing left to check. */
export function jsonValue(description: string) {
  return z
    .unknown()
    .transform((value) => value as Json)
    .openapi({ description });
}

/** Any JSON object as a field of a body. */
export function jsonObject(description: string) {
  return z
    .custom<JsonObject>((value) => typeof value === "object" && value !== null && !Array.isArray(value), {
      error: "Invalid input: expected object",
    })
    .openapi({ description, type: "object" });
}
