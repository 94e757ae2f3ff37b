// What the conformance suite runs as its client: drive-scenario.ts <the suite's server>. It registers that server with the hub
// as an upstream, and does through the hub what the scenario wants of a client. The hub, the key and the revision that this
// caller speaks are in the environment.

import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";

const { HUB_URL = "", HUB_KEY = "", CALLER_REVISION = "", MCP_CONFORMANCE_CONTEXT = "{}" } = process.env;
const url = process.argv[2] ?? "";

interface Tool {
  readonly name: string;
  readonly inputSchema: Readonly<Record<string, unknown>>;
}

interface Call {
  readonly name: string;
  readonly arguments: Record<string, unknown>;
}

const authorization = `Bearer ${HUB_KEY}`;

async function registered(): Promise<string> {
  const response = await fetch(`${HUB_URL}/api/v1/mcp/servers`, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify({ name: `scenario-${crypto.randomUUID()}`, url }),
  });
  if (!response.ok) throw new Error(`the hub answered ${response.status}: ${await response.text()}`);
  const { id } = (await response.json()) as { id: string };
  return id;
}

async function connected(id: string): Promise<Client> {
  const mode = CALLER_REVISION === "2026-07-28" ? { pin: CALLER_REVISION } : ("legacy" as const);
  const capabilities = { elicitation: { form: { applyDefaults: true } }, sampling: {}, roots: {} };
  const client = new Client({ name: "caller", version: "1.0.0" }, { capabilities, versionNegotiation: { mode } });
  const requestInit = { headers: { authorization } };
  await client.connect(new StreamableHTTPClientTransport(new URL(`${HUB_URL}/mcp/v1/servers/${id}`), { requestInit }));
  return client;
}

/** The calls that the scenario names, or one of each tool. */
function callsOf(tools: readonly Tool[]): Call[] {
  const { toolCalls } = JSON.parse(MCP_CONFORMANCE_CONTEXT) as { toolCalls?: readonly Call[] };
  const calls = toolCalls ?? tools.map((tool) => ({ name: tool.name, arguments: sampleOf(tool, tools) }));
  // An argument of no value is left out: its tool's schema does not take null.
  return calls.map((call) => ({
    ...call,
    arguments: Object.fromEntries(Object.entries(call.arguments).filter(([, value]) => value !== null)),
  }));
}

function sampleOf({ inputSchema }: Tool, [first]: readonly Tool[]): Record<string, unknown> {
  const { properties = {}, required = [] } = inputSchema as {
    properties?: Record<string, { type?: string }>;
    required?: readonly string[];
  };
  const samples: Record<string, unknown> = { number: 2, string: "x", object: first?.inputSchema };
  return Object.fromEntries(required.map((name) => [name, samples[properties[name]?.type ?? ""]]));
}

/** Otherwise the hub would listen to the server for a while, and the suite waits until nobody is connected to it. */
async function removed(id: string): Promise<void> {
  await fetch(`${HUB_URL}/api/v1/mcp/servers/${id}`, { method: "DELETE", headers: { authorization } });
}

const serverId = await registered();
const client = await connected(serverId);
const has = client.getServerCapabilities() ?? {};
const { tools } = has.tools ? await client.listTools() : { tools: [] };

// While one call waits for its answer, another one is made.
const meanwhile = tools.find(({ name }) => name === "test_mrtr_unrelated");
client.setRequestHandler("elicitation/create", async () => {
  if (meanwhile) await client.callTool({ name: meanwhile.name, arguments: {} });
  return { action: "accept", content: {} };
});

for (const call of callsOf(tools)) await client.callTool(call);
const { resources } = has.resources ? await client.listResources() : { resources: [] };
for (const { uri } of resources) await client.readResource({ uri });
const { prompts } = has.prompts ? await client.listPrompts() : { prompts: [] };
for (const { name } of prompts) await client.getPrompt({ name });
await client.close();
await removed(serverId);
