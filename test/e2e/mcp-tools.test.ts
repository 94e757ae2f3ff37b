// What people put in front of a hub, as they start it: the Inspector's command line, and mcp-remote, which makes a
// remote server a local one for clients that know stdio alone.

import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { HubClient } from "../../scripts/hub-client.ts";
import { ROOT } from "../harness/command.ts";
import { type HubProcess, startHubProcess } from "../harness/hub-process.ts";
import { type ProviderProcess, startProviderProcess } from "../harness/provider-process.ts";

const INSPECTOR = join(ROOT, "node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js");
const MCP_REMOTE = join(ROOT, "node_modules/mcp-remote/dist/proxy.js");

let hub: HubProcess;
let provider: ProviderProcess;
let home: string;
let key: string;
let workflow: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "nexuscall-tools-"));
  [hub, provider] = await Promise.all([startHubProcess(), startProviderProcess()]);
  const { agent, client } = await new HubClient(hub.url).register("A");
  key = agent.apiKey;
  const inputSchema = { type: "object", properties: { n: { type: "integer" } }, required: ["n"] };
  const outputSchema = { type: "object", properties: { echo: { type: "object" } }, required: ["echo"] };
  await client.publish({ name: "echo_back", endpoint: `${provider.url}/echo`, inputSchema, outputSchema });
  workflow = await client.define({ name: "ids", steps: [{ id: "a", toolId: "tool_nexus_uuid", arguments: {} }] });
});

afterAll(async () => {
  await Promise.all([hub?.stop(), provider?.stop()]);
  await rm(home, { recursive: true, force: true });
});

/** Nothing of whoever runs the tests: no settings or logins of theirs, and no PATH on which a browser could be found. */
const environment = () => ({ HOME: home, PATH: "", MCP_REMOTE_CONFIG_DIR: home, NEXUSCALL_KEY: key });

describe("the Inspector's command line", () => {
  interface Ended {
    code: number | string | null | undefined;
    /** What it wrote, read as JSON: the answer, or why there is none. */
    out: unknown;
    error: unknown;
  }

  function inspect(args: readonly string[], shown = key): Promise<Ended> {
    const server = [`${hub.url}/mcp/v1`, "--transport", "http", "--header", `Authorization: Bearer ${shown}`];
    const quietly = ["--format", "json", "--quiet", "--stored-auth-only", "--connect-timeout", "60000"];
    return new Promise((done) => {
      const options = { env: environment(), timeout: 100_000, killSignal: "SIGKILL" as const };
      execFile(process.execPath, [INSPECTOR, "--cli", ...server, ...quietly, ...args], options, (failed, out, error) =>
        done({ code: failed === null ? 0 : failed.code, out: parsed(out), error: parsed(error) }),
      );
    });
  }

  /** What is no JSON is given as it stands, so that a failing test shows it. */
  function parsed(text: string): unknown {
    if (text === "") return undefined;
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  }

  test.each(["legacy", "modern"])(
    "lists and calls the hub's tools and lists its resources, in the %s era",
    async (era) => {
      const ask = (...args: string[]) => inspect(["--protocol-era", era, ...args]);
      const named = (...names: string[]) =>
        expect.arrayContaining(names.map((name) => expect.objectContaining({ name })));
      expect(await ask("--method", "tools/list")).toMatchObject({
        code: 0,
        out: { result: { tools: named("search_tools", "echo_back", "uuid") } },
      });
      expect(await ask("--method", "tools/call", "--tool-name", "echo_back", "--tool-arg", "n=1")).toMatchObject({
        code: 0,
        out: { result: { structuredContent: { echo: { n: 1 } } } },
      });
      const uri = `nexus://workflows/${workflow}`;
      expect(await ask("--method", "resources/list")).toMatchObject({
        code: 0,
        out: { result: { resources: [{ name: "ids", uri }] } },
      });
      expect(await ask("--method", "resources/read", "--uri", uri)).toMatchObject({
        code: 0,
        out: {
          result: {
            contents: [{ uri, mimeType: "application/json", text: expect.stringContaining("tool_nexus_uuid") }],
          },
        },
      });
    },
  );

  test("finds no error in the schemas of the hub's own tools", async () => {
    expect(await inspect(["--method", "tools/list", "--strict"])).toMatchObject({ code: 0 });
  });

  test("takes a call that does not fit its tool as the tool's error, and shows what is wrong", async () => {
    expect(await inspect(["--method", "tools/call", "--tool-name", "echo_back"])).toMatchObject({
      code: 5,
      out: { result: { isError: true, content: [{ text: expect.stringContaining("'n'") }] } },
      error: { error: { code: "tool_is_error" } },
    });
  });

  test("takes a wrong key as missing authorization, and shows the hub's words", async () => {
    expect(await inspect(["--method", "tools/list"], "nxc_live_wrong")).toMatchObject({
      code: 3,
      error: { error: { code: "auth_required", message: expect.stringContaining("This API key is not valid") } },
    });
  });
});

describe("mcp-remote", () => {
  test.each([
    ["auto", "2026-07-28"],
    ["legacy", "2025-11-25"],
  ] as const)("carries a stdio client in mode %s, which speaks %s", async (mode, revision) => {
    const client = new Client({ name: "stdio", version: "1.0.0" }, { versionNegotiation: { mode } });
    onTestFinished(() => client.close());
    const server = [`${hub.url}/mcp/v1`, "--allow-http", "--transport", "http-only", "--silent"];
    const args = [MCP_REMOTE, ...server, "--header", "Authorization: Bearer ${NEXUSCALL_KEY}"];
    await client.connect(new StdioClientTransport({ command: process.execPath, args, env: environment() }));
    expect(client.getNegotiatedProtocolVersion()).toBe(revision);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(expect.arrayContaining(["search_tools", "echo_back", "uuid"]));
    const called = await client.callTool({ name: "echo_back", arguments: { n: 2 } });
    expect(called.structuredContent).toMatchObject({ echo: { n: 2 } });
    const { resources } = await client.listResources();
    expect(resources).toMatchObject([{ uri: `nexus://workflows/${workflow}` }]);
  });
});
