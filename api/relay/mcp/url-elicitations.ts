// A server of 2025-11-25 may answer that a person has to open an address before it does what it was asked: the error -32042.

import { ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/client";
import { z } from "zod";

const elicitationSchema = z.object({
  mode: z.literal("url"),
  message: z.string().max(2_000),
  url: z.url({ protocol: /^https?$/ }).max(2_048),
  elicitationId: z.string().max(200),
});
const dataSchema = z.object({ elicitations: z.array(elicitationSchema).min(1).max(10) });

export type UrlElicitation = z.infer<typeof elicitationSchema>;

const URL_ELICITATION_REQUIRED: number = ProtocolErrorCode.UrlElicitationRequired;

/** What is to be opened; empty where the error says something else, or not as the revision has it. */
export function urlElicitationsOf(error: unknown): readonly UrlElicitation[] {
  if (!(error instanceof ProtocolError) || error.code !== URL_ELICITATION_REQUIRED) return [];
  return dataSchema.safeParse(error.data).data?.elicitations ?? [];
}
