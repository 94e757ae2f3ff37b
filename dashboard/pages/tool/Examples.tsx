import { useTranslation } from "react-i18next";
import type { Tool } from "../../hub/tools.ts";
import { Code } from "../../ui/Code.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { sampleOf } from "../../hub/json-schema.ts";

export function Examples({ tool }: { readonly tool: Tool }) {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-4">
      {examplesOf(tool, location.origin).map(({ title, text }) => (
        <Panel key={title} title={title}>
          <Code label={`${t("tool.examples")}: ${title}`} text={text} />
        </Panel>
      ))}
    </div>
  );
}

/** How each kind of client calls this tool, with arguments that fit its schema. */
function examplesOf(tool: Tool, hub: string) {
  const args = tool.inputSchema ? sampleOf(tool.inputSchema) : {};
  const url = `${hub}/api/v1/mcp/invoke/${tool.id}`;
  const body = JSON.stringify({ arguments: args });
  const pretty = JSON.stringify(args, null, 2);
  return [
    {
      title: "curl",
      text: [
        `curl -sS ${url} \\`,
        `  -H "Authorization: Bearer $NEXUSCALL_KEY" -H "Content-Type: application/json" \\`,
        `  -d '${body.replaceAll("'", String.raw`'\''`)}'`,
      ].join("\n"),
    },
    {
      title: "TypeScript",
      text: [
        `import { createClient } from "./client/client.ts";`,
        `import { answerOf } from "./client/problem-error.ts";`,
        "",
        `const hub = createClient({ url: ${JSON.stringify(hub)}, key: process.env.NEXUSCALL_KEY });`,
        `const call = { params: { path: { toolId: ${JSON.stringify(tool.id)} } }, body: { arguments: ${pretty} } };`,
        `const { result } = await answerOf(hub.POST("/api/v1/mcp/invoke/{toolId}", call));`,
      ].join("\n"),
    },
    {
      title: "Python",
      text: [
        "import json, os, urllib.request",
        "",
        "request = urllib.request.Request(",
        `    ${JSON.stringify(url)},`,
        `    data=json.dumps({"arguments": json.loads(${JSON.stringify(JSON.stringify(args))})}).encode(),`,
        `    headers={"Authorization": f"Bearer {os.environ['NEXUSCALL_KEY']}", "Content-Type": "application/json"},`,
        ")",
        'print(json.load(urllib.request.urlopen(request))["result"])',
      ].join("\n"),
    },
    {
      title: "MCP",
      text: JSON.stringify(
        { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: tool.id, arguments: args } },
        null,
        2,
      ),
    },
  ];
}
