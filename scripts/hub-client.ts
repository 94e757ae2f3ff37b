// The hub's HTTP API, as the demo, the bench and the end-to-end tests call it: fetch, a key, and errors that speak.

/** An answer that is not 2xx, with the hub's own words. */
export class HubError extends Error {
  readonly status: number;
  readonly code: string;
  readonly body: unknown;

  constructor(call: string, status: number, body: unknown) {
    const { code = "unknown", title, detail } = (body ?? {}) as Record<string, string | undefined>;
    super(`${call} answered ${status} ${code}: ${detail ?? title ?? JSON.stringify(body)}`);
    this.name = "HubError";
    this.status = status;
    this.code = code;
    this.body = body;
  }
}

const ALL_SCOPES: readonly string[] = ["tools:invoke", "tools:write", "workflows:execute", "workflows:write"];

export interface RegisteredAgent {
  readonly id: string;
  readonly name: string;
  readonly apiKey: string;
}

export interface NewTool {
  readonly name: string;
  readonly endpoint: string;
  readonly description?: string;
  readonly inputSchema?: unknown;
  readonly outputSchema?: unknown;
  readonly tags?: readonly string[];
  readonly rateLimit?: { readonly maxPerMinute: number };
}

export interface InvocationAnswer {
  readonly invocationId: string;
  readonly status: "success" | "error" | "timeout";
  readonly result: unknown;
  readonly error?: { readonly code: string; readonly message: string };
  readonly latencyMs: number;
}

export interface RunAnswer {
  readonly id: string;
  readonly status: "pending" | "running" | "success" | "failed" | "cancelled";
  readonly output: unknown;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly stepResults: Readonly<Record<string, StepAnswer>>;
}

export interface StepAnswer {
  readonly status: string;
  readonly result: unknown;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly attempts: number;
  readonly startedAt: string | null;
  readonly completedAt: string | null;
}

/** One agent's view of a hub. Every call throws a HubError where the hub refuses. */
export class HubClient {
  readonly url: string;
  readonly #apiKey: string | undefined;

  constructor(url: string, apiKey?: string) {
    this.url = url;
    this.#apiKey = apiKey;
  }

  /** Registers an agent and gives a client that shows its key. */
  async register(name: string): Promise<{ agent: RegisteredAgent; client: HubClient }> {
    const agent = (await this.call("POST", "/api/v1/agents", { name })) as RegisteredAgent;
    return { agent, client: new HubClient(this.url, agent.apiKey) };
  }

  /** A client with a further key of the same agent. */
  async withRateLimit(rateLimitPerMin: number, scopes = ALL_SCOPES): Promise<HubClient> {
    const { apiKey } = (await this.call("POST", "/api/v1/keys", { rateLimitPerMin, scopes })) as { apiKey: string };
    return new HubClient(this.url, apiKey);
  }

  /** @returns the tool's id */
  async publish(tool: NewTool): Promise<string> {
    return ((await this.call("POST", "/api/v1/mcp/tools", tool)) as { id: string }).id;
  }

  async invoke(toolId: string, args: unknown, timeout?: number): Promise<InvocationAnswer> {
    const body = timeout === undefined ? { arguments: args } : { arguments: args, timeout };
    return (await this.call("POST", `/api/v1/mcp/invoke/${toolId}`, body)) as InvocationAnswer;
  }

  /** @returns the workflow's id */
  async define(definition: unknown): Promise<string> {
    return ((await this.call("POST", "/api/v1/workflows", definition)) as { id: string }).id;
  }

  /** @returns the run's id, at once */
  async execute(workflowId: string, input: unknown): Promise<string> {
    return ((await this.call("POST", `/api/v1/workflows/${workflowId}/execute`, { input })) as { runId: string }).runId;
  }

  /** Starts a run and waits up to 60 s for it to settle. */
  async executeAndWait(workflowId: string, input: unknown): Promise<RunAnswer> {
    return (await this.call("POST", `/api/v1/workflows/${workflowId}/execute?wait=60`, { input })) as RunAnswer;
  }

  async readRun(runId: string): Promise<RunAnswer> {
    return (await this.call("GET", `/api/v1/workflow-runs/${runId}`)) as RunAnswer;
  }

  /** What shows the key, for a request that is made without this client. */
  get headers(): Record<string, string> {
    return this.#apiKey === undefined ? {} : { authorization: `Bearer ${this.#apiKey}` };
  }

  async call(method: string, path: string, body?: unknown): Promise<unknown> {
    const headers = body === undefined ? this.headers : { ...this.headers, "content-type": "application/json" };
    const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await fetch(this.url + path, init);
    const text = await response.text();
    const answer = parse(text);
    if (!response.ok) throw new HubError(`${method} ${path}`, response.status, answer);
    return answer;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
