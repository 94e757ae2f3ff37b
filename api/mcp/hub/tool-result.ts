// What a call comes to, as MCP has it: content for a model, structure and codes for a program.

import type { CallToolResult, ContentBlock } from "@modelcontextprotocol/server";
import type { Json, JsonObject } from "../../../engine/json.ts";
import type { FieldFault, Problem } from "../../http/problem.ts";
import type { Invocation } from "../../invocations/invocation.ts";

/** Under this name in `_meta`: what went wrong, with a code to go by. */
export const ERROR_META_KEY = "nxscall.com/error";
export const INVOCATION_META_KEY = "nxscall.com/invocationId";

/** An invocation; `isStructured` where its tool has an output schema. */
export function invocationResult(
  { status, result, error, invocationId }: Invocation,
  isStructured: boolean,
): CallToolResult {
  const _meta = { [INVOCATION_META_KEY]: invocationId };
  if (status !== "success" && error) {
    const content = [text(`${error.code}: ${error.message}`)];
    return { isError: true, content, _meta: { ..._meta, [ERROR_META_KEY]: { ...error } } };
  }
  const content = [text(typeof result === "string" ? result : JSON.stringify(result))];
  return { content, ...(isStructured && { structuredContent: result }), _meta };
}

/** A JSON value: as text for a model, as it is for a program. */
export function jsonResult(value: JsonObject): CallToolResult {
  return { content: [text(JSON.stringify(value))], structuredContent: value };
}

/** Every fault in a line, as a model reads it best; the model that wrote the arguments can mend them. */
export function toldFaults({ code, message, errors }: Problem): CallToolResult {
  const lines = errors.map((fault) => `- ${faultLine(fault)}`);
  const error = { code, message, retryable: false, errors: errors.map((fault) => ({ ...fault })) };
  return {
    isError: true,
    content: [text([`${code}: ${message}`, ...lines].join("\n"))],
    _meta: { [ERROR_META_KEY]: error },
  };
}

export function failedResult(code: string, message: string, value: Json = null): CallToolResult {
  const content = [text(`${code}: ${message}`), ...(value === null ? [] : [text(JSON.stringify(value))])];
  return { isError: true, content, _meta: { [ERROR_META_KEY]: { code, message, retryable: false } } };
}

function faultLine({ pointer, message, hint, fix }: FieldFault): string {
  const patch = fix === undefined ? "" : ` fix: ${JSON.stringify(fix)}`;
  return `${pointer}: ${message}${hint === undefined ? "" : ` (${hint})`}${patch}`;
}

export function text(value: string): ContentBlock {
  return { type: "text", text: value };
}
