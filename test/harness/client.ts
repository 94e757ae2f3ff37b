// An agent at the hub, over HTTP as anybody would.

export interface Client {
  readonly agentId: string;
  readonly apiKey: string;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
  delete(path: string): Promise<void>;
  /** The answer as it came, whatever its status. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

/** The hub's answer was not a 2xx. */
export class Refused extends Error {
  readonly status: number;
  readonly problem: { readonly code?: string; readonly detail?: string; readonly errors?: unknown[] };

  constructor(what: string, status: number, body: string) {
    super(`${what} answered ${status}: ${body}`);
    this.status = status;
    this.problem = body.startsWith("{") ? (JSON.parse(body) as Refused["problem"]) : {};
  }
}

/** A new agent. With `rateLimitPerMin` it calls with a further key that has this limit and every scope. */
export async function registerAgent(
  hubUrl: string,
  name: string,
  options: { rateLimitPerMin?: number } = {},
): Promise<Client> {
  const { id, apiKey } = await clientOf(hubUrl, "", "").post<{ id: string; apiKey: string }>("/api/v1/agents", { name });
  const client = clientOf(hubUrl, id, apiKey);
  if (options.rateLimitPerMin === undefined) return client;
  const key = await client.post<{ apiKey: string }>("/api/v1/keys", {
    name: "without much of a limit",
    scopes: ["tools:invoke", "tools:write", "workflows:execute", "workflows:write", "keys:write"],
    rateLimitPerMin: options.rateLimitPerMin,
  });
  return clientOf(hubUrl, id, key.apiKey);
}

function clientOf(hubUrl: string, agentId: string, apiKey: string): Client {
  const send = (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    if (apiKey !== "") headers.set("authorization", `Bearer ${apiKey}`);
    if (init.body !== undefined) headers.set("content-type", "application/json");
    return fetch(hubUrl + path, { ...init, headers });
  };
  const read = async <T>(path: string, init: RequestInit): Promise<T> => {
    const response = await send(path, init);
    const text = await response.text();
    if (!response.ok) throw new Refused(`${init.method} ${path}`, response.status, text);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  };
  return {
    agentId,
    apiKey,
    fetch: send,
    get: (path) => read(path, { method: "GET" }),
    post: (path, body) => read(path, { method: "POST", ...(body !== undefined && { body: JSON.stringify(body) }) }),
    delete: (path) => read(path, { method: "DELETE" }),
  };
}
