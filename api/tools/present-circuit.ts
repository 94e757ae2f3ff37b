import { z } from "@hono/zod-openapi";
import type { CircuitState } from "../relay/circuit-breaker.ts";

export const circuitSchema = z
  .object({
    state: z.enum(["closed", "open", "half_open"]),
    since: z.iso.datetime().nullable().openapi({ description: "null: ever since the tool was registered." }),
    retryAt: z.iso.datetime().nullable().openapi({ description: "When the hub tries the provider again." }),
    errorCode: z.string().nullable().openapi({ description: "What calls ended with before it opened." }),
  })
  .openapi("Circuit", {
    description:
      "Whether calls reach the provider. `open`: most of its last calls found nobody there (no connection, 429, 502, 503, " +
      "504, or nothing in 10 s or more), so calls end at once with `circuit_open`. `half_open`: one call tries whether it " +
      "is back. The pause begins at 5 s and doubles up to a minute.",
  });

/** As the answers have it. `now` in ms since the epoch. */
export function presentCircuit(circuit: CircuitState | null, now: number): z.infer<typeof circuitSchema> {
  if (circuit === null) return { state: "closed", since: null, retryAt: null, errorCode: null };
  const since = new Date(circuit.since).toISOString();
  if (circuit.state === "closed") return { state: "closed", since, retryAt: null, errorCode: null };
  const { retryAt, errorCode } = circuit;
  return { state: retryAt > now ? "open" : "half_open", since, retryAt: new Date(retryAt).toISOString(), errorCode };
}
