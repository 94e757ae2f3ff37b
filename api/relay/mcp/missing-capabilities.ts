// A server of 2026-07-28 may answer that it takes a capability that its caller did not declare: the error -32021.

import { type ClientCapabilities, ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/client";
import { z } from "zod";

const one = z.object({});
/** What the hub passes on of a caller's capabilities: to declare another one would mend nothing. */
const dataSchema = z.object({
  requiredCapabilities: z.object({
    elicitation: z.object({ form: one.exactOptional(), url: one.exactOptional() }).exactOptional(),
    sampling: z.object({ tools: one.exactOptional(), context: one.exactOptional() }).exactOptional(),
    roots: one.exactOptional(),
  }),
});

const MISSING_CAPABILITY: number = ProtocolErrorCode.MissingRequiredClientCapability;

/** What is to be declared; null where the error says something else, or not as the revision has it. */
export function missingCapabilitiesOf(error: unknown): ClientCapabilities | null {
  if (!(error instanceof ProtocolError) || error.code !== MISSING_CAPABILITY) return null;
  const required = dataSchema.safeParse(error.data).data?.requiredCapabilities ?? {};
  return Object.keys(required).length > 0 ? required : null;
}
