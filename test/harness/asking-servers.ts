// Servers of both generations of the SDK whose one tool, `ask`, logs, then asks its caller for all that there is to ask for, and
// answers with what it was told; and clients of both that answer with a name.

import {
  Client as ClientV2,
  LOG_LEVEL_META_KEY,
  StreamableHTTPClientTransport as HttpV2,
} from "@modelcontextprotocol/client";
import { Client as ClientV1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as HttpV1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { McpServer as ServerV1 } from "@modelcontextprotocol/sdk/server/mcp.js";
import {
  CreateMessageRequestSchema,
  CreateMessageResultSchema,
  ElicitRequestSchema,
  ElicitResultSchema,
  ListRootsRequestSchema,
  ListRootsResultSchema,
  LoggingMessageNotificationSchema,
} from "@modelcontextprotocol/sdk/types.js";
import { inputRequired, McpServer as ServerV2 } from "@modelcontextprotocol/server";

const INFO = { name: "asking", version: "1.0.0" };
const LOGGED = "before it asks";
const FORM = {
  mode: "form" as const,
  message: "What is your name?",
  requestedSchema: {
    type: "object" as const,
    properties: { name: { type: "string" as const } },
    required: ["name"],
  },
};
const SAMPLE = {
  messages: [{ role: "user" as const, content: { type: "text" as const, text: "Greet" } }],
  maxTokens: 50,
};

const says = (...told: unknown[]) => ({ content: [{ type: "text" as const, text: JSON.stringify(told) }] });

/** Asks by what its tool was called with, which tells the transport which call it is. */
export function askingServerV1(): ServerV1 {
  const server = new ServerV1(INFO, { capabilities: { logging: {} } });
  server.registerTool("ask", {}, async ({ sendNotification, sendRequest }) => {
    await sendNotification({ method: "notifications/message", params: { level: "info", data: LOGGED } });
    const said = await sendRequest({ method: "elicitation/create", params: FORM }, ElicitResultSchema);
    const sampled = await sendRequest({ method: "sampling/createMessage", params: SAMPLE }, CreateMessageResultSchema);
    return says(said, sampled, await sendRequest({ method: "roots/list" }, ListRootsResultSchema));
  });
  return server;
}

/** Asks by results, as 2026-07-28 does. */
export function askingServerV2(): ServerV2 {
  const server = new ServerV2(INFO, { capabilities: { logging: {} } });
  server.registerTool("ask", { description: "Asks" }, async ({ mcpReq }) => {
    const { form, sample, roots } = mcpReq.inputResponses ?? {};
    if (form !== undefined) return says(form, sample, roots);
    await mcpReq.log("info", LOGGED);
    const inputRequests = {
      form: inputRequired.elicit(FORM),
      sample: inputRequired.createMessage(SAMPLE),
      roots: inputRequired.listRoots(),
    };
    return inputRequired({ inputRequests });
  });
  return server;
}

const CAPABILITIES = { elicitation: { form: {} }, sampling: {}, roots: {} };
const elicited = (name: string) => ({ action: "accept" as const, content: { name } });
const sampled = (name: string) => ({
  role: "assistant" as const,
  content: { type: "text" as const, text: `Hello from ${name}` },
  model: "m",
});
const roots = (name: string) => ({ roots: [{ uri: `file:///home/${name}` }] });

/** What a client is told that calls the tool and says this name to all it is asked: what is logged, and the answer. */
export interface Told {
  readonly logged: readonly unknown[];
  /** Its text, as JSON where it is that. */
  readonly answer: unknown;
}

export function toldTo(name: string): Told {
  return { logged: [LOGGED], answer: [elicited(name), sampled(name), roots(name)] };
}

interface Caller {
  /** The hub's MCP endpoint. */
  readonly url: URL;
  readonly key: string;
  /** What it answers. */
  readonly name: string;
}

const authorized = (key: string) => ({ requestInit: { headers: { Authorization: `Bearer ${key}` } } });

function answerOf(result: object): unknown {
  const { content } = result as { readonly content: readonly { readonly text: string }[] };
  const text = content[0]?.text ?? "";
  return text.startsWith("[") ? JSON.parse(text) : text;
}

/** SDK v1: 2025-11-25. */
export async function callWithV1({ url, key, name }: Caller, tool: string): Promise<Told> {
  const client = new ClientV1({ name: "v1", version: "1.0.0" }, { capabilities: CAPABILITIES });
  const logged: unknown[] = [];
  client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => void logged.push(params.data));
  client.setRequestHandler(ElicitRequestSchema, () => elicited(name));
  client.setRequestHandler(CreateMessageRequestSchema, () => sampled(name));
  client.setRequestHandler(ListRootsRequestSchema, () => roots(name));
  await client.connect(new HttpV1(url, authorized(key)));
  const answer = answerOf(await client.callTool({ name: tool, arguments: {} }));
  await client.close();
  return { logged, answer };
}

/** SDK v2: 2026-07-28. */
export async function callWithV2({ url, key, name }: Caller, tool: string): Promise<Told> {
  const client = new ClientV2(
    { name: "v2", version: "1.0.0" },
    { capabilities: CAPABILITIES, versionNegotiation: { mode: "auto" } },
  );
  const logged: unknown[] = [];
  client.setNotificationHandler("notifications/message", ({ params }) => void logged.push(params.data));
  client.setRequestHandler("elicitation/create", () => elicited(name));
  client.setRequestHandler("sampling/createMessage", () => sampled(name));
  client.setRequestHandler("roots/list", () => roots(name));
  await client.connect(new HttpV2(url, authorized(key)));
  const _meta = { [LOG_LEVEL_META_KEY]: "debug" };
  const answer = answerOf(await client.callTool({ name: tool, arguments: {}, _meta }));
  await client.close();
  return { logged, answer };
}
