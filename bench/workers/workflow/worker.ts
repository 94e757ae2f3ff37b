// What one would write without the hub: a Workflow with one step.do for each step.
// POST {"layers":[10,10]} or {"parents":[[],[0]],"last":1} starts an instance and answers when it has ended.

import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from "cloudflare:workers";

interface Env {
  readonly WORKFLOW: Workflow<Work>;
  readonly PROVIDER: string;
}

type Work = Shape | Dag;

/** Layer after layer, the same call in each step. */
interface Shape {
  readonly layers: readonly number[];
}

/** Each task is given the digests of the tasks before it; the answer is the last one's. */
interface Dag {
  readonly parents: readonly (readonly number[])[];
  readonly last: number;
}

type Call = (name: string, path: string, body: unknown) => Promise<{ readonly digest?: string }>;

// The instances run in this isolate, so the handler learns of an end without asking the Workflows service.
const ended = new Map<string, object>();

export class HandWritten extends WorkflowEntrypoint<Env, Work> {
  override async run({ payload, instanceId }: Readonly<WorkflowEvent<Work>>, step: WorkflowStep): Promise<void> {
    const call: Call = (name, path, body) => step.do(name, () => this.callTool(`${instanceId}:${name}`, path, body));
    ended.set(instanceId, "parents" in payload ? await runDag(payload, call) : await runLayers(payload, call));
  }

  private async callTool(key: string, path: string, body: unknown): Promise<{ digest?: string }> {
    const headers = { "content-type": "application/json", "idempotency-key": key };
    const url = new URL(path, this.env.PROVIDER);
    const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
    return answer.json();
  }
}

async function runLayers({ layers }: Shape, call: Call): Promise<object> {
  for (const [layer, width] of layers.entries()) {
    const names = Array.from({ length: width }, (_, index) => `s${layer}_${index}`);
    await Promise.all(names.map((name) => call(name, "/", { n: 1 })));
  }
  return {};
}

/** A task begins as soon as those that it waits for have ended. */
async function runDag({ parents, last }: Dag, call: Call): Promise<object> {
  const begun = new Map<number, Promise<string | undefined>>();
  const digestOf = (task: number): Promise<string | undefined> => {
    const digest = begun.get(task) ?? run(task);
    begun.set(task, digest);
    return digest;
  };
  const run = async (task: number) => {
    const of = await Promise.all((parents[task] ?? []).map(digestOf));
    return (await call(`s${task}`, "/digest", { task, of })).digest;
  };
  await Promise.all(parents.map((_, task) => digestOf(task)));
  return { digest: await digestOf(last) };
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { id } = await env.WORKFLOW.create({ params: await request.json<Work>() });
    while (!ended.has(id)) await scheduler.wait(2);
    const answer = { status: "success", ...ended.get(id) };
    ended.delete(id);
    return Response.json(answer);
  },
};
