// One of everything for an agent that a fuzz then does everything to: what the ids and other words of its requests can be.

import { inject, vi } from "vitest";
import type { PlacedOperation } from "../../../api/docs/open-api.ts";
import { bring, newBox } from "../registries/registry-peer.ts";
import { newServer } from "../servers/upstream.ts";
import { newClient, tokensFor } from "../oauth/flow.ts";
import type { Known } from "./arbitrary-request.ts";
import { call, newAgent, newKey, newTool, newWorkflow } from "./hub.ts";

/** The log follows the calls, and a registry is read, within seconds. */
const PATIENCE = { timeout: 120_000, interval: 100 };

/** An agent of its own with one of everything that the operation's path asks for. */
export async function newKnown({ operationId, path }: PlacedOperation): Promise<Known & { apiKey: string }> {
  const agent = await newAgent("fuzzed");
  const partner = await newAgent("its partner");
  const key = await newKey(agent, { scopes: ["*"], rateLimitPerMin: 1_000_000 });
  const made = async (at: string, body: object, by = key) => {
    const answer = await call("POST", at, { key: by, body });
    if (answer.status >= 300) throw new Error(`${at} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const { id: toolId } = await newTool(agent, "/echo", { rateLimit: { maxPerMinute: 1_000_000 } });
  const { id: workflowId } = await newWorkflow(agent, toolId);
  const workflow = `/api/v1/workflows/${workflowId}`;

  const needs: Readonly<Record<string, () => Promise<Known>>> = {
    async "{templateId}"() {
      const slotted = { templateId: "tpl_nexus_research_and_summarize", slotName: "search" };
      if (operationId === "deleteTemplate") return { templateId: (await made(`${workflow}/publish`, {})).id };
      const whole = { templateId: "tpl_nexus_scrape_and_merge" };
      if (operationId === "rateTemplate") await made(`/api/v1/templates/${whole.templateId}/instantiate`, {});
      return operationId === "instantiateTemplate" || operationId === "rateTemplate" ? whole : slotted;
    },
    async "{keyId}"() {
      return { keyId: (await made("/api/v1/keys", {})).id };
    },
    async "{boxId}"() {
      return { boxId: (await made("/api/v1/mcp/boxes", { name: "fuzzed", tools: [toolId] })).id };
    },
    async "{scheduleId}"() {
      return { scheduleId: (await made(`${workflow}/schedules`, { cron: "@daily" })).id };
    },
    async "{webhookId}"() {
      const body = operationId === "receiveWebhook" ? { verification: "none" } : {};
      return { webhookId: (await made(`${workflow}/webhooks`, body)).id };
    },
    async "{version}"() {
      return { version: 1 };
    },
    async "{runId}"() {
      const steps = [
        // As much as the journal does not keep itself.
        { id: "one", transform: "x".repeat(100_000) },
        { id: "approval", wait: { signal: "approved" } },
      ];
      const { id } = await made("/api/v1/workflows", { name: "waits", steps });
      const { runId } = await made(`/api/v1/workflows/${id}/execute`, {});
      if (operationId === "deleteRun") await made(`/api/v1/workflow-runs/${runId}/cancel`, {});
      await vi.waitFor(async () => {
        const step = await call("GET", `/api/v1/workflow-runs/${runId}/steps/one/result`, { key });
        if (step.status !== 200) throw new Error(`the step answers ${step.status}`);
      }, PATIENCE);
      return { runId, stepId: "one", ref: "one", name: "approved" };
    },
    async "{invocationId}"() {
      const { invocationId } = await made(`/api/v1/mcp/invoke/${toolId}`, {});
      await vi.waitFor(async () => {
        const { status } = await call("GET", `/api/v1/mcp/invocations/${invocationId}`, { key });
        if (status !== 200) throw new Error(`the log answers ${status}`);
      }, PATIENCE);
      return { invocationId };
    },
    async "{handoffId}"() {
      const { id } = await made("/api/v1/handoffs", { toAgentId: agent.id }, partner.key);
      const isTaken = operationId === "completeHandoff" || operationId === "failHandoff";
      if (isTaken) await made(`/api/v1/handoffs/${id}/accept`, {});
      if (operationId !== "cancelHandoff" && operationId !== "deleteHandoff") return { handoffId: id };
      const own = await made("/api/v1/handoffs", { toAgentId: partner.id });
      if (operationId === "deleteHandoff") await made(`/api/v1/handoffs/${own.id}/cancel`, {});
      return { handoffId: own.id };
    },
    async "{callbackId}"() {
      await made("/api/v1/mcp/callbacks/secret", {});
      await made(`/api/v1/mcp/invoke/${toolId}`, { callbackUrl: `${inject("providerUrl")}/hook/fuzzed` });
      return vi.waitFor(async () => {
        const [callback] = (await call("GET", "/api/v1/mcp/callbacks?status=delivered", { key })).body.data;
        if (callback === undefined) throw new Error("none is delivered yet");
        return { callbackId: callback.id };
      }, PATIENCE);
    },
    async "{sessionId}"() {
      await made("/api/v1/auth/session", {});
      return { sessionId: (await call("GET", "/api/v1/auth/sessions", { key })).body.data[0].id };
    },
    async "{grantId}"() {
      await tokensFor(agent, await newClient());
      return { grantId: (await call("GET", "/api/v1/oauth/grants", { key })).body.data[0].id };
    },
    async "/mcp/servers/{serverId}"() {
      const { id } = await newServer(agent, "/mcp");
      return { serverId: id, uri: "test://static-text", ...(path.endsWith("/prompts/get") && { name: PROMPT }) };
    },
    async "/servers/{serverName}"() {
      const [{ server }] = (await call("GET", "/v0.1/servers")).body.servers;
      return { serverName: server.name, version: server.version };
    },
    async "/mcp/registries/{registryId}"() {
      const box = newBox();
      const remotes = [{ type: "streamable-http", url: `${inject("upstreamUrl")}/mcp` }];
      await box.publish(FROM_A_REGISTRY, { remotes });
      const { body } = await bring(agent, box.url);
      return { registryId: body.id, serverName: FROM_A_REGISTRY };
    },
  };

  const known: Record<string, Known[string]> = {
    apiKey: key,
    cron: "@daily",
    timezone: "UTC",
    tool: toolId,
    agentId: agent.id,
    toAgentId: partner.id,
    toolId,
    workflowId,
    endpoint: "https://tools.example.com/fuzzed",
    inputSchema: { type: "object" },
    outputSchema: {},
  };
  if (operationId === "registerServer") known["url"] = `${inject("upstreamUrl")}/mcp`;
  if (operationId === "createRegistry") known["url"] = newBox().url;
  for (const [part, make] of Object.entries(needs)) if (path.includes(part)) Object.assign(known, await make());
  if (path.includes("{toolId}")) {
    const { body: tool } = await call("GET", `/api/v1/mcp/tools/${toolId}`, { key });
    known["x-nexuscall-definition-hash"] = tool.definitionHash;
  }
  return { ...known, apiKey: key };
}

const PROMPT = "test_simple_prompt";
const FROM_A_REGISTRY = "com.example/from-a-registry";
