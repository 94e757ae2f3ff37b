import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT, runCommand } from "../harness/command.ts";
import { type HubProcess, startHubProcess } from "../harness/hub-process.ts";
import { type ProviderProcess, startProviderProcess } from "../harness/provider-process.ts";

const README = readFileSync(join(ROOT, "README.md"), "utf8");

let hub: HubProcess;
let provider: ProviderProcess;

beforeAll(async () => {
  [hub, provider] = await Promise.all([startHubProcess(), startProviderProcess()]);
});
afterAll(() => Promise.all([hub?.stop(), provider?.stop()]));

function blocksOf(language: string): string[] {
  return [...README.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(
    ([, text = ""]) => text,
  );
}

test("the README's curl walk-through works when it is pasted", async () => {
  const pasted = blocksOf("bash")
    .join("\n")
    .replace("http://127.0.0.1:8787", hub.url)
    .replace("http://127.0.0.1:9090", provider.url);
  const shell = runCommand(["bash", "-euo", "pipefail", "-c", pasted]);
  const code = await shell.ended();
  const output = shell.output();
  expect({ code, output }).toMatchObject({ code: 0 });

  const [first, builtIn, found, invocation, run, second, ...streamed] = output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Answer);
  expect(first).toMatchObject({ status: "success", result: { value: 7 } });
  const names = builtIn?.data?.map(({ name }) => name) ?? [];
  expect(names).not.toEqual([]);
  expect(names.filter((name) => !README.includes(`\`${name}\``))).toEqual([]);
  expect(found?.data).toEqual([expect.objectContaining({ name: "search" })]);
  expect(invocation).toMatchObject({ status: "success", result: { results: { length: 8 } } });
  expect(run).toMatchObject({ status: "success", output: expect.stringContaining("8 sources on honey bees") });
  expect(second).toMatchObject({ id: expect.stringMatching(/^run_/), input: { topic: "bumblebees" } });
  expect(streamed).toMatchObject([
    ...[1, 2, 3].map((n) => ({ type: "item", data: { n } })),
    { type: "invocation", invocation: { status: "success", result: { length: 3 } } },
  ]);
});

interface Answer {
  readonly data?: readonly { readonly name: string }[];
}

test("the README's TypeScript works when it is pasted", async () => {
  const folder = await mkdtemp(join(tmpdir(), "nexuscall-readme-"));
  await writeFile(join(folder, "first-call.ts"), savedAs("first-call.ts"));
  const node = runCommand([process.execPath, join(folder, "first-call.ts")]);
  const code = await node.ended();
  const output = node.output();
  await rm(folder, { recursive: true, force: true });
  expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining("tool_nexus_hash hash") });
  expect(output).toContain("status: 'success'");
});

test("the README's agent serves from behind a firewall when it is pasted", async () => {
  const folder = await mkdtemp(join(tmpdir(), "nexuscall-readme-"));
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  await writeFile(join(folder, "serve-hello.ts"), savedAs("serve-hello.ts"));
  const { apiKey } = await answerOf("POST", "/api/v1/agents", "", { name: "B" });
  const agent = runCommand([process.execPath, join(folder, "serve-hello.ts")], { B_KEY: apiKey });
  const call = async () => {
    const { data } = await answerOf("GET", "/api/v1/mcp/tools?q=hello&protocol=agent", apiKey);
    return (await answerOf("POST", `/api/v1/mcp/invoke/${data[0].id}`, apiKey, {})).result;
  };
  await expect
    .poll(() => call().catch(() => agent.output()), { timeout: 60_000 })
    .toEqual([{ type: "text", text: "Hello from behind the firewall" }]);
  agent.signal("SIGTERM");
  await agent.ended();
  await rm(folder, { recursive: true, force: true });
});

/** The block of TypeScript that the README has saved under this name, as it is for a hub and a folder of the test's. */
function savedAs(name: string): string {
  const [, block = ""] = README.split(`\`${name}\` here:`)[1]?.match(/```ts\n([\s\S]*?)^```/m) ?? [];
  return block.replace("http://127.0.0.1:8787", hub.url).replaceAll("./client/", `${ROOT}/client/`);
}

// oxlint-disable-next-line typescript/no-explicit-any -- what an answer holds is what the test is about
async function answerOf(method: string, path: string, key: string, body?: unknown): Promise<any> {
  const headers = { "Content-Type": "application/json", ...(key !== "" && { Authorization: `Bearer ${key}` }) };
  const response = await fetch(hub.url + path, { method, headers, body: body ? JSON.stringify(body) : null });
  return response.json();
}

test("every command that the README names exists", () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const named = [...README.matchAll(/npm (?:run )?([a-z]+)/g)].map(([, name = ""]) => name);
  expect(new Set(named)).toContain("start");
  for (const name of new Set(named)) expect(Object.keys(scripts)).toContain(name);
});

test("every file that the README links to exists", () => {
  const linked = [...README.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path = ""]) => path);
  expect(linked).not.toEqual([]);
  expect(linked.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
});
