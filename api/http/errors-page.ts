// docs/errors.md, written from the list of codes. A test compares the two; `vitest -u` writes the page anew.

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

In \`errors[].code\` of \`invalid_request\`, \`invalid_arguments\`, \`invalid_input\` and \`invalid_parameter\`. Those of
\`invalid_definition\` are the codes of the definition's check.

| code | what it says |
| --- | --- |
${Object.entries(FIELD_CODES)
  .map(([code, says]) => `| \`${code}\` | ${says} |`)
  .join("\n")}
`;
}
