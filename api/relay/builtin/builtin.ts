// What a built-in tool is: a function of its arguments, and the words under which others find it.

import { z } from "zod";
import type { Json } from "../../../engine/json.ts";
import type { Failure } from "../../../engine/run/outcome.ts";
import type { ToolCallRequest } from "../call-tool.ts";

export interface BuiltinTool {
  readonly name: string;
  readonly description: string;
  readonly version: string;
  readonly tags: readonly string[];
  readonly category: string;
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  /** Never rejects. */
  call(args: Json, context: BuiltinContext): Promise<BuiltinResult>;
}

/** What else of the call a tool may look at. */
export type BuiltinContext = Pick<ToolCallRequest, "invocationId" | "egress" | "signal">;

export type BuiltinResult = { readonly result: Json } | { readonly failure: Failure };

interface BuiltinDefinition<Input extends z.ZodType> extends Omit<BuiltinTool, "input" | "call"> {
  readonly input: Input;
  readonly run: (input: z.output<Input>, context: BuiltinContext) => BuiltinResult | Promise<BuiltinResult>;
}

export function builtin<Input extends z.ZodType>({ run, ...tool }: BuiltinDefinition<Input>): BuiltinTool {
  return {
    ...tool,
    call: async (args, context) => {
      // The registry's inputSchema says the same; this fills defaults in, and gives the arguments their type.
      const read = tool.input.safeParse(args);
      return read.success ? run(read.data, context) : invalidInput(z.prettifyError(read.error));
    },
  };
}

/** Any JSON value. The arguments were parsed from JSON, so there is nothing left to check. */
export const anyJson = z.unknown().transform((value) => value as Json);

/** The tool cannot do anything with what it was given, now or later. */
export function invalidInput(message: string): BuiltinResult {
  return { failure: { code: "invalid_input", message, retryable: false } };
}
