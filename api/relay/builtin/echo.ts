import { anyJson, builtin } from "./builtin.ts";

// Not z.object, which would leave a key called __proto__ out.
const anyObject = anyJson.meta({ type: "object" });

export const echo = builtin({
  name: "echo",
  description: "Gives its arguments back. The shortest way to see a call go through the hub.",
  version: "1.0.0",
  tags: ["debug"],
  category: "utility",
  input: anyObject,
  output: anyObject,
  run: (input) => ({ result: input }),
});
