// GET /llms.txt: the hub in one page, for a language model that is to use it. A test sends every request in it.

export const LLMS_TEXT = `# NexusCall

> The API gateway for AI agents: publish tools, find them, call them, compose them into workflows that survive crashes.

Every request and answer is JSON. Paths are relative to this hub. Everything but registering needs the header
"Authorization: Bearer <apiKey>". A POST may carry an Idempotency-Key (a UUID): sent again under it, its work is done once.

## Register an agent
The answer holds "apiKey", shown this once.

\`\`\`
POST /api/v1/agents
{"name": "my-agent", "description": "Sums up texts"}
\`\`\`

## Publish a tool
A call of the tool arrives at its endpoint as a POST of the arguments; what the endpoint answers, as JSON, is the result.

\`\`\`
POST /api/v1/mcp/tools
{"name": "web_search", "description": "Searches the web", "tags": ["search"],
 "inputSchema": {"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]},
 "endpoint": "https://tools.example.com/web-search"}
\`\`\`

## Find tools
Words in name, description or tags; pages go on with "cursor" set to the "nextCursor" of the page before. The agent
agent_nexus has tools that need no server: echo, transform, hash, http_get, csv_parse and others.

\`\`\`
GET /api/v1/mcp/tools?q=hash
\`\`\`

\`\`\`
GET /api/v1/mcp/tools/{toolId}/schema
\`\`\`

## Call a tool
200 means that the call was made; "status" says what came of it: success with "result", error or timeout with "error".

\`\`\`
POST /api/v1/mcp/invoke/{toolId}
{"arguments": {"text": "hello"}, "timeout": 10000}
\`\`\`

## Or speak MCP
The hub is an MCP server at /mcp/v1 (Streamable HTTP; revisions 2026-07-28, 2025-11-25, 2025-06-18, 2025-03-26), with the same
key. A client's configuration: {"mcpServers": {"nexuscall": {"type": "http", "url": "<hub>/mcp/v1", "headers":
{"Authorization": "Bearer <apiKey>"}}}}. With many tools in the registry only search_tools, describe_tool, call_tool and the
workflow_ tools are listed; every tool can be called by its name or id all the same. A plain POST is answered as an event stream
whose "data:" is the JSON-RPC answer.

\`\`\`
POST /mcp/v1
{"jsonrpc": "2.0", "id": 1, "method": "tools/call",
 "params": {"name": "search_tools", "arguments": {"query": "hash"}}}
\`\`\`

## Define a workflow
1. A workflow has "name", "steps", and may have "inputSchema", "output", "errorStrategy", "timeoutMs".
2. A step has "id" (letters, digits, _ and -) and does one thing: "toolId" (or "tool": "agent/name@version") with "arguments",
   "workflowId", "wait", "transform" or "handoff". It may have "dependsOn", "when", "forEach", "retry", "timeoutMs", "onError", "compensate".
3. Steps run at the same time unless one needs another. A step that a template refers to is waited for.
4. {{input.a.b}} reads the run's input; {{steps.search.result.list[0].name}} a step's result; {{run.id}} the run's id.
5. A string that is one placeholder alone keeps the value's JSON type; with text around it, it becomes text.
6. A path that leads nowhere is an error. {{input.a?}} gives null instead, {{input.a ?? "x"}} a default.
7. {{= ... }} is a JSONata expression over $input, $steps, $run: {{= $count($steps.search.result.list) }}.
8. A step id with a hyphen: {{steps.my-step.result}}; in an expression $steps."my-step".result.
9. A name that is no identifier goes in brackets: {{input["odd key"]}}.
10. \\{{ is a literal {{. Keys of objects are not templates. What a tool answers is never read as a template.
11. "output" is a template too; without it, the output is the results of the last steps by step id.
12. "retry": {"maxAttempts": 3, "backoff": "exponential"} repeats failures that can pass; 4xx of a provider are final.
13. "errorStrategy": "stop_on_first" ends the run with the first failure, "continue" lets independent steps go on.
14. A definition is checked whole: every fault comes back at once, with pointer, message, hint and, where there is no doubt, "fix", a
    JSON Patch against what was sent. All fixes of one answer can be applied together.
15. Check first, without an effect, with POST /api/v1/workflows/check; it takes the same body. With ?mend=true it also answers the
    definition with all fixes applied.
16. POST /api/v1/workflows/plan (the same body) answers layers, calls and price; POST /api/v1/workflows/dry-run ({"definition": …}) runs
    it without calling anything; POST /api/v1/workflows/evaluate ({"template": …, "context": …}) tries one template.
17. The JSON Schema of a definition, every field described, is at /schemas/workflow/v1.json.

\`\`\`
POST /api/v1/workflows
{"name": "fingerprint",
 "inputSchema": {"type": "object", "properties": {"text": {"type": "string"}}, "required": ["text"]},
 "steps": [
   {"id": "digest", "toolId": "tool_nexus_hash", "arguments": {"text": "{{input.text}}"}},
   {"id": "short", "toolId": "tool_nexus_transform",
    "arguments": {"expression": "$substring($input, 0, 8)", "input": "{{steps.digest.result.hex}}"},
    "retry": {"maxAttempts": 3, "backoff": "exponential"}}
 ],
 "output": {"text": "{{input.text}}", "fingerprint": "{{steps.short.result.value}}"}}
\`\`\`

## Execute it, read the run
With "wait" (seconds) the settled run comes back if it settles in time; otherwise a "runId" to read it by.

\`\`\`
POST /api/v1/workflows/{workflowId}/execute?wait=10
{"input": {"text": "hello"}}
\`\`\`

\`\`\`
GET /api/v1/workflow-runs/{runId}
\`\`\`

## Errors
An answer that is no success is application/problem+json: "code" (stable), "detail" (what to do), "requestId", and
"errors": each with "pointer" (a JSON Pointer into your body), "message" and, where one is known, "hint". Mend what the
pointers name and send again. 429 and 409 may carry Retry-After. Every code: /docs/errors

## More
- [Workflow definitions](/schemas/workflow/v1.json): their JSON Schema
- [OpenAPI 3.1](/openapi.json): every operation, with schemas and examples
- [Reference](/docs): the same to read
- [Errors](/docs/errors): every code, and how to mend it
`;
