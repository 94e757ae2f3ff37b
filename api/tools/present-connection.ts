import { z } from "@hono/zod-openapi";

export const connectionSchema = z
  .object({
    connected: z.boolean(),
    since: z.iso.datetime().nullable().openapi({ description: "Since when; null while it is away." }),
  })
  .openapi({
    description:
      "Whether the agent that serves over a socket of its own is there. Where it is away, a call waits for it up to 5 s, one " +
      "in the background for most of its timeout, and then ends with `provider_offline`.",
  });

/** As the answers have it. */
export function presentConnection(connectedAt: string | null): z.infer<typeof connectionSchema> {
  return { connected: connectedAt !== null, since: connectedAt };
}
