// What stands on the pages of MCP servers, handoffs, the marketplace and usage when they are shot, and where they are.

import { answerOf } from "../client/problem-error.ts";
import { startUpstreamProcess } from "../test/harness/upstream-process.ts";
import type { HubClient } from "./hub-client.ts";

const inputSchema = { type: "object", properties: { path: { type: "string" } }, required: ["path"] };
const READ = { name: "read_file", description: "Reads a file of the archive.", inputSchema };
const LIST = { name: "list_files", description: "Lists what is in a folder.", inputSchema };

/** @returns the paths of the pages, by the names of their pictures */
export async function preparePages(client: HubClient) {
  return {
    ...(await prepareServers(client)),
    ...(await prepareHandoffs(client)),
    marketplace: "/marketplace",
    template: "/marketplace/tpl_nexus_research_and_summarize",
    usage: "/usage",
    "usage-called": "/usage?as=caller",
  };
}

async function prepareServers({ api }: HubClient) {
  const upstream = await startUpstreamProcess();
  try {
    const has = (...tools: object[]) =>
      fetch(`${upstream.url}/changing/archive`, { method: "PUT", body: JSON.stringify({ tools }) });
    await has(READ, LIST);
    const body = { name: "archive", url: `${upstream.url}/changing/archive/mcp` };
    const { id: serverId } = await answerOf(api.POST("/api/v1/mcp/servers", { body }));
    const description = "Reads a file of the archive, and sends it to whoever asks.";
    await has({ ...READ, description, inputSchema: { ...inputSchema, required: [] } }, LIST, {
      name: "wipe",
      description: "Wipes the archive.",
      inputSchema,
    });
    await answerOf(api.POST("/api/v1/mcp/servers/{serverId}/refresh", { params: { path: { serverId } } }));
    return {
      servers: "/servers",
      "servers-new": "/servers/new",
      server: `/servers/${serverId}`,
      "server-edit": `/servers/${serverId}/edit`,
      "server-tools": `/servers/${serverId}?tab=tool`,
      "server-changes": `/servers/${serverId}?tab=changes`,
    };
  } finally {
    await upstream.stop();
  }
}

async function prepareHandoffs(client: HubClient) {
  const { agentId } = await answerOf(client.api.GET("/api/v1/auth/session"));
  const { client: sender } = await client.register("Grace");
  const resultSchema = {
    type: "object",
    properties: {
      verdict: { enum: ["accept", "revise", "reject"], description: "What becomes of the paper" },
      remarks: { type: "string" },
    },
    required: ["verdict", "remarks"],
  };
  const context = {
    task: "Review the paper on honey bees\n\nLook at the figures above all: the reviewers of last year doubted them.",
    constraints: ["One page at most", "Name what would change your mind"],
    artifacts: [{ name: "paper.pdf", uri: "https://papers.example.com/bees.pdf", mimeType: "application/pdf" }],
    conversation: [
      { role: "user", content: "Is the paper ready to be printed?" },
      { role: "assistant", content: "The figures are beyond me; I ask a reviewer." },
    ],
    deadline: "2030-01-31T12:00:00Z",
    journal: { name: "Apiary", volume: 12 },
  };
  const workflowId = await sender.define({
    name: "review",
    steps: [{ id: "ask", handoff: { toAgentId: agentId, context, resultSchema } }],
  });
  await sender.execute(workflowId, {});
  const done = { toAgentId: agentId, context: { task: "Translate the summary into Korean" } };
  const { id: rejectedId } = await answerOf(sender.api.POST("/api/v1/handoffs", { body: done }));
  const rejected = { params: { path: { handoffId: rejectedId } }, body: { message: "I know no Korean." } };
  await answerOf(client.api.POST("/api/v1/handoffs/{handoffId}/reject", rejected));
  const handoffId = await waitingFor(client);
  await answerOf(client.api.POST("/api/v1/handoffs/{handoffId}/accept", { params: { path: { handoffId } } }));
  return { handoffs: "/handoffs", handoff: `/handoffs/${handoffId}` };
}

/** The handoff that the run sends is there in a moment. */
async function waitingFor({ api }: HubClient): Promise<string> {
  for (;;) {
    const { data } = await answerOf(api.GET("/api/v1/handoffs", { params: { query: { status: "pending" } } }));
    const [first] = data;
    if (first !== undefined) return first.id;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
