// A call of a registered tool, by the same door as REST: the same checks, limits, log.

import type { CallToolResult, ContentBlock } from "@modelcontextprotocol/server";
import type { Json, JsonObject } from "../../../engine/json.ts";
import type { FieldFault } from "../../http/problem.ts";
import { Problem } from "../../http/problem.ts";
import { admittedOr429 } from "../../http/rate-limit.ts";
import type { Invocation } from "../../invocations/invocation.ts";
import { invokeTool } from "../../invocations/invoke-tool.ts";
import { readyCall } from "../../invocations/ready-call.ts";
import type { Principal } from "../../keys/principal.ts";
import type { Services } from "../../services.ts";
import type { CallContext } from "../surface.ts";

/** As long as a call of the REST API may ask for. */
const TIMEOUT_MS = 60_000;

/** What fails in the tool, or does not fit it, is a result with `isError`; what the hub refuses is thrown. */
export async function callRegistered(
  services: Services,
  caller: Principal,
  asked: { readonly toolId: string; readonly arguments: JsonObject },
  context: CallContext,
): Promise<CallToolResult> {
  const { OUTPUT_CHECK } = services.env;
  // A client checks a structured result itself, and breaks on one that does not fit.
  const outputCheck = OUTPUT_CHECK === "off" ? "off" : "enforce";
  try {
    const request = await readyCall(services, caller, { ...asked, timeout: TIMEOUT_MS, outputCheck });
    const invocation = admittedOr429(await invokeTool(services, context, request));
    return resultOf(invocation, request.tool.outputSchema !== null);
  } catch (error) {
    // The model that wrote the arguments can mend them, if it is told.
    if (error instanceof Problem && error.code === "invalid_arguments") return unfitArguments(error);
    throw error;
  }
}

function resultOf({ status, result, error, invocationId }: Invocation, isStructured: boolean): CallToolResult {
  const meta = { "nxscall.com/invocationId": invocationId };
  if (status !== "success" && error) {
    return {
      isError: true,
      content: [text(`${error.code}: ${error.message}`)],
      _meta: { ...meta, "nxscall.com/error": { ...error } },
    };
  }
  return {
    content: [text(typeof result === "string" ? result : JSON.stringify(result))],
    ...(isStructured && { structuredContent: result }),
    _meta: meta,
  };
}

/** Every fault in a line, as a model reads it best. */
export function unfitArguments({ code, message, errors }: Problem): CallToolResult {
  const lines = errors.map((fault) => `- ${faultLine(fault)}`);
  return {
    isError: true,
    content: [text([`${code}: ${message}`, ...lines].join("\n"))],
    _meta: { "nxscall.com/error": { code, message, retryable: false, errors: errors.map((fault) => ({ ...fault })) } },
  };
}

function faultLine({ pointer, message, hint }: FieldFault): string {
  return `${pointer}: ${message}${hint === undefined ? "" : ` (${hint})`}`;
}

function text(value: string): ContentBlock {
  return { type: "text", text: value };
}

/** A JSON value as a result: as text for a model, as it is for a program. */
export function jsonResult(value: Json): CallToolResult {
  return { content: [text(JSON.stringify(value))], ...(isObject(value) && { structuredContent: value }) };
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
