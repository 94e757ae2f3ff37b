import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { answerOf } from "../../client/problem-error.ts";
import { HubClient } from "../../scripts/hub-client.ts";
import { type Command, runCommand, runScript } from "../harness/command.ts";

let data: string;
let started: Command[];

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), "nexuscall-start-"));
  started = [];
});

afterEach(async () => {
  for (const command of started) command.kill();
  await rm(data, { recursive: true, force: true });
});

function start(port: string): Command {
  const command = runScript("scripts/start.ts", { PORT: port, NEXUSCALL_DATA: data });
  started.push(command);
  return command;
}

async function serve(port = "0"): Promise<{ hub: Command; url: string }> {
  const hub = start(port);
  const [, url = ""] = await hub.says(/serving on (http:\/\/127\.0\.0\.1:\d+)/);
  return { hub, url };
}

test("npm start serves the hub and says what to try next", async () => {
  const { hub, url } = await serve();
  expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: "ok", version: expect.any(String) });
  await hub.says(/npm run demo[\s\S]*openapi\.json/);
  expect((await fetch(`${url}/openapi.json`)).status).toBe(200);
});

test("agents, keys, tools and workflows survive a restart on the same port", async () => {
  const first = await serve();
  const { agent, client } = await new HubClient(first.url).register("survivor");
  const toolId = await client.publish({ name: "kept", endpoint: "http://127.0.0.1:9/kept" });
  const workflowId = await client.define({ name: "kept", steps: [{ id: "one", toolId, arguments: {} }] });
  first.hub.signal("SIGTERM");
  expect(await first.hub.ended()).toBe(0);

  const second = await serve(new URL(first.url).port);
  expect(second.url).toBe(first.url);
  expect(
    await answerOf(client.api.GET("/api/v1/agents/{agentId}", { params: { path: { agentId: agent.id } } })),
  ).toMatchObject({ name: "survivor" });
  expect(await answerOf(client.api.GET("/api/v1/mcp/tools/{toolId}", { params: { path: { toolId } } }))).toMatchObject({
    name: "kept",
  });
  expect(
    await answerOf(client.api.GET("/api/v1/workflows/{workflowId}", { params: { path: { workflowId } } })),
  ).toMatchObject({ name: "kept" });
});

test.each(["SIGTERM", "SIGINT"] as const)(
  "%s stops the hub with exit code 0 and leaves no process behind",
  async (signal) => {
    const { hub, url } = await serve();
    hub.signal(signal);
    expect(await hub.ended()).toBe(0);
    expect(hub.output()).toContain("The hub has stopped");
    expect(await hub.leavesNothing()).toBe(true);
    await expect(fetch(`${url}/healthz`)).rejects.toThrow("fetch failed");
  },
);

test("a SIGTERM to npm itself stops the hub too", async () => {
  const npm = runCommand(["npm", "start"], { PORT: "0", NEXUSCALL_DATA: data });
  started.push(npm);
  await npm.says(/serving on/);
  npm.signal("SIGTERM");
  await npm.ended();
  expect(npm.output()).toContain("The hub has stopped");
  expect(await npm.leavesNothing()).toBe(true);
});

test("a port that is taken is named, with the way out, and the hub that has it goes on", async () => {
  const { url } = await serve();
  const port = Number(new URL(url).port);
  const second = start(String(port));
  expect(await second.ended()).toBe(1);
  expect(second.output()).toContain(`Port ${port} is taken`);
  expect(second.output()).toContain(`PORT=${port + 1} npm start`);
  expect(second.output()).not.toMatch(/^\s+at /m);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
});

test("a PORT that is no port is refused in words", async () => {
  const hub = start("eighty");
  expect(await hub.ended()).toBe(1);
  expect(hub.output()).toContain('PORT is "eighty"');
});
