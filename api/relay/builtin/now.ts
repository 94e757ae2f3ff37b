import { z } from "zod";
import { builtin } from "./builtin.ts";

export const now = builtin({
  name: "now",
  description: "Tells the time, as ISO 8601 in UTC and as milliseconds since 1970.",
  version: "1.0.0",
  tags: ["time"],
  category: "utility",
  input: z.strictObject({}),
  output: z.object({ iso: z.string(), epochMs: z.number() }),
  run: () => {
    const epochMs = Date.now();
    return { result: { iso: new Date(epochMs).toISOString(), epochMs } };
  },
});
