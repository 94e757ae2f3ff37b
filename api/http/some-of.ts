// A query parameter that names one of several values, or some of them with commas.

import { z } from "@hono/zod-openapi";

/** `example`: some of the values, with commas. `what` is what the values are, in the singular. */
export function someOfQuery(values: readonly string[], what: string, example: string) {
  const one = `(?:${values.join("|")})`;
  return z
    .string()
    .max(100)
    .regex(new RegExp(`^${one}(?:,${one})*$`), `Name some of ${values.join(", ")}, with commas`)
    .optional()
    .openapi({ description: `One ${what}, or several with commas: \`${example}\`.`, example });
}

/** Which of the values the parameter names; none where it is left out. */
export function namedOf<Value extends string>(values: readonly Value[], text: string | undefined): Value[] {
  const named = text?.split(",") ?? [];
  return values.filter((value) => named.includes(value));
}
