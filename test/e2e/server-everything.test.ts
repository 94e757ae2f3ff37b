// The reference server "everything" behind the hub: all that it lists is used, by SDK v1 and by SDK v2, which speaks a
// revision that the server does not know. A tool, prompt or resource that is listed and not used here fails the test.

import { join } from "node:path";
import { Client as ClientV2, StreamableHTTPClientTransport as HttpV2 } from "@modelcontextprotocol/client";
import { Client as ClientV1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport as HttpV1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import {
  CreateMessageRequestSchema,
  ElicitRequestSchema,
  ListRootsRequestSchema,
} from "@modelcontextprotocol/sdk/types.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askHub } from "../harness/ask-hub.ts";
import { type Child, startChild } from "../harness/child.ts";
import { type HubProcess, startHubProcess } from "../harness/hub-process.ts";

let hub: HubProcess;
let upstream: Child;
let key = "";
let id: string;

beforeAll(async () => {
  const everything = join(import.meta.dirname, "../upstream/everything.ts");
  [hub, upstream] = await Promise.all([startHubProcess(), startChild([everything, "--with-parent"])]);
  key = (await post("/api/v1/agents", { name: "A" })).apiKey;
  ({ id } = await post("/api/v1/mcp/servers", { name: "everything", url: upstream.url }));
});

afterAll(async () => {
  await Promise.all([hub?.stop(), upstream?.stop()]);
});

const post = (path: string, body: object) => askHub(hub.url, "POST", path, key, body);

const CAPABILITIES = { sampling: {}, roots: {}, elicitation: { form: {}, url: {} } };
const sampled = { role: "assistant" as const, model: "none", content: { type: "text" as const, text: "sampled" } };
const roots = { roots: [{ uri: "file:///home/caller", name: "caller's home" }] };
const LINK = "https://example.com/sign-in";

interface Asked {
  readonly mode?: string | undefined;
  readonly url?: string;
}

const answered = ({ mode }: Asked) =>
  mode === "url"
    ? { action: "accept" as const }
    : { action: "accept" as const, content: { name: "Ada", interpretation: "technical" } };

const at = () => new URL(`/mcp/v1/servers/${id}`, hub.url);
const authorized = () => ({ requestInit: { headers: { Authorization: `Bearer ${key}` } } });

/** What both clients have in common. */
type Client = Pick<ClientV2, "listTools" | "listResources" | "listResourceTemplates" | "listPrompts" | "close"> &
  Pick<ClientV2, "readResource" | "getPrompt" | "complete"> & {
    called(name: string, args: Record<string, unknown>, onprogress?: (at: { progress: number }) => void): Promise<Said>;
  };

interface Said {
  readonly content: readonly { readonly type: string; readonly text?: string }[];
  readonly structuredContent?: unknown;
  readonly isError?: boolean;
}

async function clientV1(): Promise<Client> {
  const client = new ClientV1({ name: "v1", version: "1.0.0" }, { capabilities: CAPABILITIES });
  client.setRequestHandler(CreateMessageRequestSchema, () => sampled);
  client.setRequestHandler(ElicitRequestSchema, ({ params }) => answered(params));
  client.setRequestHandler(ListRootsRequestSchema, () => roots);
  const transport: Transport = new HttpV1(at(), authorized());
  await client.connect(transport);
  return Object.assign(client, {
    called: (name: string, args: Record<string, unknown>, onprogress?: (at: { progress: number }) => void) =>
      client.callTool({ name, arguments: args }, undefined, { ...(onprogress && { onprogress }) }) as Promise<Said>,
  }) as unknown as Client;
}

async function clientV2(): Promise<Client> {
  const client = new ClientV2(
    { name: "v2", version: "1.0.0" },
    { capabilities: CAPABILITIES, versionNegotiation: { mode: { pin: "2026-07-28" } } },
  );
  client.setRequestHandler("sampling/createMessage", () => sampled);
  client.setRequestHandler("elicitation/create", ({ params }) => answered(params));
  client.setRequestHandler("roots/list", () => roots);
  await client.connect(new HttpV2(at(), authorized()));
  return Object.assign(client, {
    called: (name: string, args: Record<string, unknown>, onprogress?: (at: { progress: number }) => void) =>
      client.callTool({ name, arguments: args }, { ...(onprogress && { onprogress }) }) as Promise<Said>,
  });
}

const textOf = ({ content }: Said) => content.map(({ text }) => text ?? "").join("\n");
const typesOf = ({ content }: Said) => content.map(({ type }) => type);

/** Every tool of the server: how it is called, and what shows that it did what it is for. */
const TOOLS: Readonly<Record<string, (client: Client) => Promise<void>>> = {
  echo: async (client) => expect(textOf(await client.called("echo", { message: "hi" }))).toBe("Echo: hi"),
  "get-sum": async (client) => expect(textOf(await client.called("get-sum", { a: 2, b: 3 }))).toContain("5"),
  "get-env": async (client) => expect(textOf(await client.called("get-env", {}))).toContain("PATH"),
  "get-tiny-image": async (client) => expect(typesOf(await client.called("get-tiny-image", {}))).toContain("image"),
  "get-annotated-message": async (client) => {
    const said = await client.called("get-annotated-message", { messageType: "error", includeImage: true });
    expect(said.content).toMatchObject([
      { type: "text", annotations: { priority: 1, audience: ["user", "assistant"] } },
      { type: "image", annotations: { priority: 0.5, audience: ["user"] } },
    ]);
  },
  "get-structured-content": async (client) => {
    const said = await client.called("get-structured-content", { location: "Chicago" });
    expect(said.structuredContent).toMatchObject({ temperature: expect.any(Number), conditions: expect.any(String) });
  },
  "get-resource-links": async (client) => {
    const said = await client.called("get-resource-links", { count: 2 });
    expect(typesOf(said).filter((type) => type === "resource_link")).toHaveLength(2);
  },
  "get-resource-reference": async (client) => {
    const said = await client.called("get-resource-reference", { resourceType: "Blob", resourceId: 1 });
    expect(said.content).toContainEqual(
      expect.objectContaining({ resource: expect.objectContaining({ blob: expect.any(String) }) }),
    );
  },
  "gzip-file-as-resource": async (client) => {
    const args = { name: "hi.txt.gz", data: "data:text/plain,hi", outputType: "resourceLink" };
    const { content } = await client.called("gzip-file-as-resource", args);
    expect(content).toMatchObject([{ type: "resource_link", mimeType: "application/gzip" }]);
  },
  "toggle-simulated-logging": async (client) => {
    expect(textOf(await client.called("toggle-simulated-logging", {}))).toContain("Started");
    expect(textOf(await client.called("toggle-simulated-logging", {}))).toContain("Stopped");
  },
  "toggle-subscriber-updates": async (client) => {
    expect(textOf(await client.called("toggle-subscriber-updates", {}))).toContain("Started");
    expect(textOf(await client.called("toggle-subscriber-updates", {}))).toContain("Stopped");
  },
  "trigger-long-running-operation": async (client) => {
    const steps: number[] = [];
    const args = { duration: 1, steps: 3 };
    await client.called("trigger-long-running-operation", args, ({ progress }) => steps.push(progress));
    expect(steps).toEqual([1, 2, 3]);
  },
  "trigger-sampling-request": async (client) =>
    expect(textOf(await client.called("trigger-sampling-request", { prompt: "any" }))).toContain("sampled"),
  "trigger-elicitation-request": async (client) =>
    expect(textOf(await client.called("trigger-elicitation-request", {}))).toContain("Ada"),
  "trigger-url-elicitation": async (client) =>
    expect(textOf(await client.called("trigger-url-elicitation", { url: LINK }))).toContain(LINK),
  "get-roots-list": async (client) =>
    expect(textOf(await client.called("get-roots-list", {}))).toContain("file:///home/caller"),
  "simulate-research-query": async (client) => {
    const said = await client.called("simulate-research-query", { topic: "hubs", ambiguous: true });
    expect(said).not.toHaveProperty("isError", true);
    expect(textOf(said)).toContain("hubs (technical)");
  },
};

const PROMPTS: Readonly<Record<string, { readonly args: Record<string, string>; readonly says: string }>> = {
  "simple-prompt": { args: {}, says: "simple prompt" },
  "args-prompt": { args: { city: "Paris", state: "Texas" }, says: "Paris, Texas" },
  "completable-prompt": { args: { department: "Engineering", name: "Alice" }, says: "Alice" },
  "resource-prompt": { args: { resourceType: "Text", resourceId: "1" }, says: "demo://resource/dynamic/text/1" },
};

const TEMPLATES: Readonly<Record<string, string>> = {
  "demo://resource/dynamic/text/{resourceId}": "demo://resource/dynamic/text/1",
  "demo://resource/dynamic/blob/{resourceId}": "demo://resource/dynamic/blob/1",
};

describe.each([
  ["SDK v1", clientV1],
  ["SDK v2, in 2026-07-28", clientV2],
])("%s", (_name, connect) => {
  test("calls every tool that is listed", async () => {
    const client = await connect();
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name).toSorted()).toEqual(Object.keys(TOOLS).toSorted());
    for (const { name } of tools) await TOOLS[name]?.(client);
    await client.close();
  });

  test("reads every resource that is listed, and one of each template", async () => {
    const client = await connect();
    const { resources } = await client.listResources();
    const { resourceTemplates } = await client.listResourceTemplates();
    expect(resources.length).toBeGreaterThan(0);
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual(Object.keys(TEMPLATES));
    for (const uri of [...resources.map((resource) => resource.uri), ...Object.values(TEMPLATES)]) {
      const { contents } = await client.readResource({ uri });
      expect(contents).toMatchObject([{ uri }]);
      expect(contents[0]).toHaveProperty(uri.includes("blob") ? "blob" : "text");
    }
    await client.close();
  });

  test("gets every prompt that is listed, and has its arguments completed", async () => {
    const client = await connect();
    const { prompts } = await client.listPrompts();
    expect(prompts.map(({ name }) => name)).toEqual(Object.keys(PROMPTS));
    for (const [name, { args, says }] of Object.entries(PROMPTS)) {
      expect(JSON.stringify(await client.getPrompt({ name, arguments: args }))).toContain(says);
    }
    const ref = { type: "ref/prompt" as const, name: "completable-prompt" };
    const { completion } = await client.complete({ ref, argument: { name: "department", value: "E" } });
    expect(completion.values).toEqual(["Engineering"]);
    await client.close();
  });
});

describe("a tool that wants an address to be opened first, and says so with the error -32042", () => {
  const args = { url: LINK, errorPath: true };

  test("SDK v1 is passed the error, with what is to be opened, and calls again", async () => {
    const client = await clientV1();
    await expect(client.called("trigger-url-elicitation", args)).rejects.toMatchObject({
      code: -32_042,
      data: {
        elicitations: [{ mode: "url", url: expect.stringContaining("https://"), elicitationId: expect.any(String) }],
      },
    });
    expect(textOf(await client.called("trigger-url-elicitation", args))).toContain(LINK);
    await client.close();
  });

  test("SDK v2, in 2026-07-28, is asked by a result, and has its answer", async () => {
    const client = await clientV2();
    const again = { ...args, url: `${LINK}/again` };
    expect(textOf(await client.called("trigger-url-elicitation", again))).toContain(`${LINK}/again`);
    await client.close();
  });
});

test("over REST, a tool's result is its structured content or its blocks", async () => {
  const headers = { Authorization: `Bearer ${key}` };
  const answer = await fetch(`${hub.url}/api/v1/mcp/servers/${id}/definitions?limit=100`, { headers });
  const { data } = (await answer.json()) as { data: { toolId: string; definition: { name: string } }[] };
  const invoked = (name: string, args: object) => {
    const tool = data.find(({ definition }) => definition.name === name);
    return post(`/api/v1/mcp/invoke/${tool?.toolId}`, { arguments: args });
  };
  expect(await invoked("echo", { message: "hello" })).toMatchObject({
    status: "success",
    result: [{ type: "text", text: "Echo: hello" }],
  });
  expect(await invoked("get-structured-content", { location: "New York" })).toMatchObject({
    status: "success",
    result: { temperature: expect.any(Number), conditions: expect.any(String) },
  });
  expect(await invoked("simulate-research-query", { topic: "hubs" })).toMatchObject({
    status: "success",
    result: [{ type: "text", text: expect.stringContaining("Research Report: hubs") }],
  });
});
