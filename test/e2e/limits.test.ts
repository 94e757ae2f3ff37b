// The limits of a hub that is killed and started again under 64 callers: what its gates admitted, as their own files
// have it, and what reached the provider.

import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answerOf, ProblemError } from "../../client/problem-error.ts";
import { HubClient } from "../../scripts/hub-client.ts";
import { type HubProcess, startHubProcess } from "../harness/hub-process.ts";
import { admittedOfTools, type RecordedAdmission, recordedAdmissions } from "../harness/journals.ts";
import { excessesOf, type Limit } from "../harness/limit-history.ts";
import { type ProviderProcess, startProviderProcess } from "../harness/provider-process.ts";

const CALLERS = 64;
const RUNS = 4;
const STEPS = 10;

let hub: HubProcess;
let provider: ProviderProcess;

beforeAll(async () => {
  [hub, provider] = await Promise.all([startHubProcess(), startProviderProcess()]);
});

afterAll(async () => {
  await Promise.all([hub?.stop(), provider?.stop()]);
});

test(`${CALLERS} callers, runs and a SIGKILL: no key and no caller of a tool gets over its limit in any 60 s`, async () => {
  const hubClient = new HubClient(hub.url);
  const b = await hubClient.register("B");
  const publish = (name: string, maxPerMinute: number) =>
    b.client.publish({ name, endpoint: `${provider.url}/${name}`, rateLimit: { maxPerMinute } });
  const tools = [
    { path: "/mirror", perMinute: 120, id: await publish("mirror", 120) },
    { path: "/echo", perMinute: 50, id: await publish("echo", 50) },
  ];
  const a = await hubClient.register("A");
  const c = await hubClient.register("C");
  const keys = [await newKey(a.client, 30), await newKey(a.client, 70), await newKey(a.client, 1_000)];
  keys.push(await newKey(c.client, 60), await newKey(c.client, 1_000));
  const limits = new Map<string, Limit>(keys.map(({ id, perMinute }) => [id, { id, perMinute }]));
  for (const agent of [a.agent.id, c.agent.id]) {
    for (const { id, perMinute } of tools) limits.set(`${agent} ${id}`, { id: `${agent} ${id}`, perMinute });
  }

  const load = new Load(
    keys.map(({ client }) => client),
    tools.map(({ id }) => id),
  );
  const calling = Promise.all(Array.from({ length: CALLERS }, (_, caller) => load.callUntilStopped(caller)));
  const workflowId = await define(a.client, tools[0]?.id ?? "");
  for (let run = 0; run < RUNS; run++) await a.client.execute(workflowId, { run });
  while (load.admitted < 100) await delay(5);
  await hub.kill();
  const first = await recordedAdmissions(hub.data);
  await hub.restart();
  const refusedBefore = load.refused;
  while (load.refused < refusedBefore + CALLERS) await delay(5);
  load.stop();
  await calling;
  await hub.kill();
  const second = await recordedAdmissions(hub.data);

  const history = [...new Map([...first, ...second].map((admission) => [admission.id, admission])).values()];
  const limitsOf = ({ keyId, callerAgentId, toolId }: RecordedAdmission) =>
    [keyId ?? "", `${callerAgentId} ${toolId}`].flatMap((id) => limits.get(id) ?? []);
  expect(excessesOf(history.map((admission) => ({ at: admission.at, limits: limitsOf(admission) })))).toEqual([]);

  // Nothing reached the provider but what was admitted. A call that was on its way when the hub died is made again: the
  // same call, under the same key, in the place that it has.
  const admitted = await admittedOfTools(hub.data);
  const calls = Object.values((await provider.log()).keys).map((key) => key.calls[0]);
  for (const { id, path } of tools) {
    const seen = calls.filter((call) => call?.path === path).length;
    expect(seen).toBeGreaterThan(0);
    expect(seen).toBeLessThanOrEqual(admitted.get(id) ?? 0);
  }
}, 240_000);

/** Callers that call in every way, one call after the other, whether a hub is there or not. */
class Load {
  admitted = 0;
  refused = 0;
  #stopped = false;
  readonly #clients: readonly HubClient[];
  readonly #toolIds: readonly string[];

  constructor(clients: readonly HubClient[], toolIds: readonly string[]) {
    this.#clients = clients;
    this.#toolIds = toolIds;
  }

  stop(): void {
    this.#stopped = true;
  }

  async callUntilStopped(caller: number): Promise<void> {
    const client = this.#clients[caller % this.#clients.length];
    if (!client) throw new Error("a load needs a client");
    for (let n = caller; !this.#stopped; n++) {
      try {
        await this.#call(client, n);
      } catch (error) {
        // What fetch throws where nobody answers; anything else is a fault.
        if (!(error instanceof TypeError)) throw error;
        await delay(50);
      }
    }
  }

  async #call(client: HubClient, n: number): Promise<void> {
    const toolId = this.#toolIds[n % this.#toolIds.length] ?? "";
    const ask = { toolId, arguments: { n } };
    if (n % 5 === 0) {
      const body = { calls: [ask, { ...ask, async: true }, ask] };
      const { results } = await answerOf(client.api.POST("/api/v1/mcp/invoke/batch", { body }));
      for (const { ok } of results) this.#count(ok);
      return;
    }
    const params = { path: { toolId } };
    const body = { arguments: { n }, async: n % 5 === 1 };
    const calling = answerOf(client.api.POST("/api/v1/mcp/invoke/{toolId}", { params, body }));
    this.#count(await calling.then(() => true, falseIfRefused));
  }

  #count(wasAdmitted: boolean): void {
    if (wasAdmitted) this.admitted++;
    else this.refused++;
  }
}

/** False for a refusal by a limit, so that it counts as not admitted; throws anything else. */
function falseIfRefused(error: unknown): false {
  if (error instanceof ProblemError && error.code === "rate_limited") return false;
  throw error;
}

/** A key that is told of a refusal, and does not wait for its turn. */
async function newKey({ api, url }: HubClient, perMinute: number) {
  const body = { rateLimitPerMin: perMinute, scopes: ["tools:invoke" as const] };
  const { id, apiKey } = await answerOf(api.POST("/api/v1/keys", { body }));
  return { id, perMinute, client: new HubClient(url, apiKey, { attempts: 1 }) };
}

function define(client: HubClient, toolId: string): Promise<string> {
  const steps = Array.from({ length: STEPS }, (_, n) => ({ id: `s${n}`, toolId, arguments: { n } }));
  return client.define({ name: "many", steps });
}
