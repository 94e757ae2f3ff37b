// Templates as prompts of `/mcp/v1`.

import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import { promptsState } from "../../../api/mcp/hub/prompts.ts";
import { selectChanges } from "../../../api/platform/changes-store.ts";
import { servicesFor } from "../../../api/services.ts";
import { call, newAgent } from "../api/hub.ts";
import { ask, result } from "./client.ts";

test("each template is a prompt, whose arguments are its slots and the input; a published one too", async () => {
  const agent = await newAgent();
  const { body: workflow } = await call("POST", "/api/v1/workflows", {
    key: agent.key,
    body: { name: "mine", steps: [{ id: "only", toolId: "tool_nexus_echo", arguments: {} }] },
  });
  const { body: own } = await call("POST", `/api/v1/workflows/${workflow.id}/publish`, { key: agent.key, body: {} });
  const { prompts } = await result("prompts/list", {}, { key: agent.key });
  const byName = new Map(prompts.map((prompt: { name: string }) => [prompt.name, prompt]));
  expect(byName.get("tpl_nexus_book_trip")).toMatchObject({
    title: "Book a trip, or nothing",
    arguments: [
      ...["reserve_flight", "cancel_flight", "reserve_hotel", "cancel_hotel", "charge"].map((name) => ({ name })),
      { name: "runInput" },
    ],
  });
  expect(byName.get(own.id)).toMatchObject({ title: "mine", arguments: [{ name: "runInput" }] });
});

test("a prompt has the definition with the given tools in its slots, and says which slots are open", async () => {
  const { key } = await newAgent();
  const asked = {
    name: "tpl_nexus_research_and_summarize",
    arguments: { search: "tool_given", runInput: '{"topic":"x"}' },
  };
  const { messages } = await result("prompts/get", asked, { key });
  const { text } = messages[0].content;
  const [, json = ""] = /```json\n([^]*?)\n```/.exec(text) ?? [];
  const toolIds = JSON.parse(json).steps.flatMap(({ toolId }: { toolId?: string }) => toolId ?? []);
  expect(toolIds).toEqual(["tool_given", "tool_nexus_http_get", "tool_nexus_html_to_text", "slot:model"]);
  expect(text).toContain("- model: A language model.");
  expect(text).toContain('Its input: {"topic":"x"}');
});

test("a slot of any name is one argument, apart from the run's input, and open until a tool is given", async () => {
  const agent = await newAgent();
  const tools = { input: "tool_nexus_echo", constructor: "tool_nexus_uuid" };
  const steps = Object.entries(tools).map(([id, toolId]) => ({ id: `step_${id}`, toolId, arguments: {} }));
  const { body: workflow } = await call("POST", "/api/v1/workflows", {
    key: agent.key,
    body: { name: "named", steps },
  });
  const slots = Object.fromEntries(Object.entries(tools).map(([name, tool]) => [name, { tool }]));
  const published = await call("POST", `/api/v1/workflows/${workflow.id}/publish`, { key: agent.key, body: { slots } });
  expect(published.status).toBe(201);
  const textFor = async (given: object) => {
    const asked = { name: published.body.id, arguments: given };
    return (await result("prompts/get", asked, { key: agent.key })).messages[0].content.text as string;
  };
  const plain = await textFor({ runInput: "7" });
  expect(plain).toContain("Its input: 7");
  for (const toolId of Object.values(tools)) expect(plain).toContain(`"toolId": "${toolId}"`);
  const bound = await textFor({ input: "tool_given" });
  expect(bound).toContain('"toolId": "tool_given"');
  expect(bound).toContain("An example of its input:");
});

test("of a template with sub-workflows each is shown, in the order in which they are to be stored", async () => {
  const { key } = await newAgent();
  const { messages } = await result("prompts/get", { name: "tpl_nexus_compare_subjects" }, { key });
  const text = messages[0].content.text as string;
  expect(text).toContain('put the id of each in the place of "sub:<name>" wherever that stands: brief.');
  expect(text).toContain('"workflowId": "sub:brief"');
  expect(text.split('The sub-workflow "brief":')[1]).toContain('"toolId": "slot:search"');
});

test("a template that is not there is an unknown prompt", async () => {
  const { key } = await newAgent();
  const { body } = await ask("prompts/get", { name: "tpl_missing" }, { key });
  expect(body.error).toMatchObject({ code: -32_602, data: { code: "not_found" } });
});

test("the list changes when a template is published and when it is no longer offered, not when it is used or rated", async () => {
  const [agent, other] = [await newAgent(), await newAgent()];
  const services = servicesFor(env);
  const caller = { agentId: agent.id, keyId: "", scopes: [], rateLimitPerMin: 1 };
  const steps = [{ id: "only", toolId: "tool_nexus_echo", arguments: {} }];
  const { body: workflow } = await call("POST", "/api/v1/workflows", { key: agent.key, body: { name: "told", steps } });
  const lasts = [await promptsState(services, caller)];
  // An isolate looks every few seconds.
  const changes = async () => {
    await vi.waitFor(async () => expect(lasts).not.toContain(await promptsState(services, caller)), {
      timeout: 10_000,
    });
    lasts.push(await promptsState(services, caller));
  };
  const { body: template } = await call("POST", `/api/v1/workflows/${workflow.id}/publish`, {
    key: agent.key,
    body: {},
  });
  await changes();
  const path = `/api/v1/templates/${template.id}`;
  const published = await selectChanges(services.db, { what: "templates" });
  expect((await call("POST", `${path}/instantiate`, { key: other.key, body: {} })).status).toBe(201);
  expect((await call("PUT", `${path}/rating`, { key: other.key, body: { rating: 5 } })).status).toBe(200);
  expect(await selectChanges(services.db, { what: "templates" })).toBe(published);
  expect((await call("DELETE", path, { key: agent.key })).status).toBe(204);
  await changes();
});
