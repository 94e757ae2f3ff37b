// What the demo, the bench and the end-to-end tests ask of a hub, one verb each, through the generated client.

import { type ClientOptions, createClient, type HubApi } from "../client/client.ts";
import type { components, paths } from "../client/openapi.gen.ts";
import { answerOf } from "../client/problem-error.ts";

type Schemas = components["schemas"];
type Scope = NonNullable<BodyOf<"/api/v1/keys">["scopes"]>[number];
type BodyOf<Path extends "/api/v1/keys" | "/api/v1/mcp/tools"> =
  paths[Path]["post"]["requestBody"]["content"]["application/json"];

export type RegisteredAgent = Schemas["RegisteredAgent"];
export type NewTool = BodyOf<"/api/v1/mcp/tools">;
export type InvocationAnswer = Schemas["Invocation"];
export type RunAnswer = Schemas["Run"];
export type WorkflowDefinition = Schemas["WorkflowDefinition"];

const SCOPES: readonly Scope[] = [
  "tools:invoke",
  "tools:write",
  "workflows:execute",
  "workflows:write",
  "handoffs:write",
];

/** One agent's view of a hub. Every call throws a ProblemError where the hub refuses. */
export class HubClient {
  readonly url: string;
  readonly api: HubApi;
  readonly #apiKey: string | undefined;

  constructor(url: string, apiKey?: string, options: Pick<ClientOptions, "attempts"> = {}) {
    this.url = url;
    this.#apiKey = apiKey;
    this.api = createClient({ url, ...(apiKey === undefined ? {} : { key: apiKey }), ...options });
  }

  /** Registers an agent and gives a client that shows its key. */
  async register(name: string): Promise<{ agent: RegisteredAgent; client: HubClient }> {
    const agent = await answerOf(this.api.POST("/api/v1/agents", { body: { name } }));
    return { agent, client: new HubClient(this.url, agent.apiKey) };
  }

  /** A client with a further key of the same agent. */
  async withRateLimit(rateLimitPerMin: number, scopes = SCOPES): Promise<HubClient> {
    const body = { rateLimitPerMin, scopes: [...scopes] };
    const { apiKey } = await answerOf(this.api.POST("/api/v1/keys", { body }));
    return new HubClient(this.url, apiKey);
  }

  /** @returns the tool's id */
  async publish(tool: NewTool): Promise<string> {
    return (await answerOf(this.api.POST("/api/v1/mcp/tools", { body: tool }))).id;
  }

  /** Waits for the outcome. */
  async invoke(toolId: string, args: Record<string, unknown>, timeout?: number): Promise<InvocationAnswer> {
    const body = { arguments: args, ...(timeout === undefined ? {} : { timeout }) };
    const params = { path: { toolId } };
    const answer = await answerOf(this.api.POST("/api/v1/mcp/invoke/{toolId}", { params, body }));
    if (!("result" in answer)) throw new Error("The call is made in the background, or streamed.");
    return answer;
  }

  /** @returns the workflow's id */
  async define(definition: WorkflowDefinition): Promise<string> {
    return (await answerOf(this.api.POST("/api/v1/workflows", { body: definition }))).id;
  }

  /** @returns the run's id, at once */
  async execute(workflowId: string, input: unknown): Promise<string> {
    const run = await this.#execute(workflowId, input, 0);
    return "runId" in run ? run.runId : run.id;
  }

  /** Starts a run and waits up to 60 s for it to settle. */
  async executeAndWait(workflowId: string, input: unknown): Promise<RunAnswer> {
    const run = await this.#execute(workflowId, input, 60);
    return "runId" in run ? this.readRun(run.runId) : run;
  }

  async #execute(workflowId: string, input: unknown, wait: number) {
    const params = { path: { workflowId }, query: { wait } };
    return answerOf(this.api.POST("/api/v1/workflows/{workflowId}/execute", { params, body: { input } }));
  }

  async readRun(runId: string): Promise<RunAnswer> {
    return answerOf(this.api.GET("/api/v1/workflow-runs/{runId}", { params: { path: { runId } } }));
  }

  /** What shows the key, for a request that is made without this client. */
  get headers(): Record<string, string> {
    return this.#apiKey === undefined ? {} : { authorization: `Bearer ${this.#apiKey}` };
  }
}
