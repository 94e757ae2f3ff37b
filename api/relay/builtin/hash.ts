import { z } from "zod";
import { builtin } from "./builtin.ts";

export const hash = builtin({
  name: "hash",
  description: "Hashes a text, as UTF-8, with SHA-2.",
  version: "1.0.0",
  tags: ["crypto"],
  category: "utility",
  input: z.strictObject({
    text: z.string(),
    algorithm: z.enum(["sha-256", "sha-384", "sha-512"]).default("sha-256"),
  }),
  output: z.object({ algorithm: z.string(), hex: z.string() }),
  run: async ({ text, algorithm }) => {
    const digest = await crypto.subtle.digest(algorithm.toUpperCase(), new TextEncoder().encode(text));
    const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
    return { result: { algorithm, hex } };
  },
});
