// docs/errors.md, written from the list of codes. A test compares the two; `vitest -u` writes the page anew.

import { IMPORT_CODES } from "../../engine/import/flow.ts";
import { DIAGNOSTIC_CODES } from "../../engine/plan/diagnostic.ts";
import { OUTCOME_CODES, RENDER_CODES } from "./outcome-codes.ts";
import { FIELD_CODES, PROBLEMS } from "./problem-codes.ts";

export function errorsPage(): string {
  return `# Errors

Every answer that is not a success is \`application/problem+json\` (RFC 9457):

\`\`\`json
{
  "type": "https://nxscall.com/docs/errors#invalid_request",
  "title": "The body does not fit",
  "status": 422,
  "detail": "/nmae: There is no field \\"nmae\\" here.",
  "code": "invalid_request",
  "requestId": "req_V1StGXR8_Z5j",
  "errors": [
    {
      "code": "unknown_field",
      "pointer": "/nmae",
      "message": "There is no field \\"nmae\\" here.",
      "hint": "Did you mean \\"name\\"?"
    }
  ]
}
\`\`\`

\`code\` is for programs: it is never renamed. \`detail\` is for people and may change. \`requestId\` also stands in the
header \`X-Request-Id\`; send your own there to find a call again. \`errors\` lists single faults, each with a JSON Pointer
(RFC 6901) into the body; a query parameter is at \`/query/<name>\`.

A call that reached a tool answers 200 even if the tool failed: look at \`status\` and \`error.code\`.

## Codes

${Object.entries(PROBLEMS)
  .map(([code, { status, title, mend }]) => `### ${code}\n\n**${status}** · ${title}. ${mend}`)
  .join("\n\n")}

## Codes of single faults

In \`errors[].code\` of \`invalid_request\`, \`invalid_arguments\`, \`invalid_input\` and \`invalid_parameter\`, and
in \`warnings[].code\` of an invocation:

${list(FIELD_CODES)}

## Codes of a definition's check

In \`errors[].code\` of \`invalid_definition\`, and in \`diagnostics[].code\` of \`POST /api/v1/workflows/check\`:

${list(DIAGNOSTIC_CODES)}

## Codes of an import

In \`notes[].code\` of \`POST /api/v1/workflows/import\`, and in \`errors[].code\` of \`not_importable\`:

${list(IMPORT_CODES)}

## Codes of calls, steps and runs

In \`error.code\` of an invocation, a step or a run:

${list(OUTCOME_CODES)}

And where a template cannot be rendered with the values at hand (besides the template codes of a check):

${list(RENDER_CODES)}
`;
}

function list(codes: Readonly<Record<string, string>>): string {
  return Object.entries(codes)
    .map(([code, says]) => `- \`${code}\`: ${says.replaceAll("__", "\\_\\_")}`)
    .join("\n");
}
