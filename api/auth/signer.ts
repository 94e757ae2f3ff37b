import type { Env } from "../env.ts";
import type { TokenSigner } from "./token-signer.ts";

/** The hub's one signer. */
export function signerOf({ TOKEN_SIGNER }: Env): DurableObjectStub<TokenSigner> {
  return TOKEN_SIGNER.getByName("hub");
}
