// A call as it can be pasted into a shell that knows $HUB, $API_KEY and the ids.

import type { PlacedOperation } from "./open-api.ts";

export function curlOf({ method, path, security, requestBody }: PlacedOperation): string {
  const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => `$${shellName(name)}`);
  const lines = [`curl -sS${method === "GET" ? "" : ` -X ${method}`} "$HUB${url}"`];
  if (security?.length) lines.push('-H "Authorization: Bearer $API_KEY"');
  const example = requestBody?.content["application/json"]?.example;
  if (example !== undefined) {
    lines.push("-H 'Content-Type: application/json'", `-d ${shellQuoted(JSON.stringify(example, null, 2))}`);
  }
  return lines.join(" \\\n  ");
}

/** `toolId` → `TOOL_ID` */
function shellName(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
