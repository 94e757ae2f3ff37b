import { z } from "zod";
import { builtin } from "./builtin.ts";

const MAX_DELAY_MS = 60_000;

export const delay = builtin({
  name: "delay",
  description: "Answers after a while, at most a minute. The call's own timeout ends it sooner.",
  version: "1.0.0",
  tags: ["time", "debug"],
  category: "utility",
  input: z.strictObject({ ms: z.int().min(0).max(MAX_DELAY_MS).describe("How long, in milliseconds.") }),
  output: z.object({ waitedMs: z.number() }),
  run: async ({ ms }, { signal }) => {
    await new Promise<void>((done) => {
      const timer = setTimeout(done, ms);
      // Whoever gave the call up does not look at its outcome any more.
      signal.addEventListener("abort", () => {
        clearTimeout(timer);
        done();
      });
    });
    return { result: { waitedMs: ms } };
  },
});
