import { z } from "zod";
import { builtin } from "./builtin.ts";

export const uuid = builtin({
  name: "uuid",
  description: "Makes a random UUID (version 4).",
  version: "1.0.0",
  tags: ["id"],
  category: "utility",
  input: z.strictObject({}),
  output: z.object({ uuid: z.string() }),
  run: () => ({ result: { uuid: crypto.randomUUID() } }),
});
