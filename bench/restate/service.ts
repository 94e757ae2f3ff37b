// What one would write with Restate: a service whose handler runs a DAG, each task a ctx.run: service.ts PORT PROVIDER
// The steps of a layer run at once, and are awaited as the SDK wants it (RestatePromise.all), so that a replay sees the same
// order; so a task waits for the whole layer before it, which costs little where every call takes equally long. A call shows an idempotency key that a retry repeats. The server is joined over HTTP/2, where a whole run is one
// stream and no step waits for a request of its own.

import { createServer } from "node:http2";
import * as restate from "@restatedev/restate-sdk";
import { type Context, RestatePromise } from "@restatedev/restate-sdk";

interface Dag {
  readonly parents: readonly (readonly number[])[];
  readonly last: number;
}

const [port = "0", provider = ""] = process.argv.slice(2);

const dags = restate.service({
  name: "Dags",
  handlers: {
    run: async (ctx: Context, { parents, last }: Dag) => {
      const digests: string[] = [];
      for (const layer of layersOf(parents)) {
        const calls = layer.map((task) => {
          const body = { task, of: (parents[task] ?? []).map((parent) => digests[parent]) };
          return ctx.run(`s${task}`, () => callTool(`${ctx.request().id}:s${task}`, body));
        });
        const answers = await RestatePromise.all(calls);
        for (const [index, { digest }] of answers.entries()) digests[layer[index] ?? 0] = digest;
      }
      return { status: "success", digest: digests[last] };
    },
  },
});

async function callTool(key: string, body: unknown): Promise<{ digest: string }> {
  const headers = { "content-type": "application/json", "idempotency-key": key };
  const answer = await fetch(`${provider}/digest`, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`The provider answered ${answer.status}.`);
  return (await answer.json()) as { digest: string };
}

/** A task is in the layer after its last parent's. */
function layersOf(parents: Dag["parents"]): number[][] {
  const depths: number[] = [];
  const depthOf = (task: number): number => (depths[task] ??= Math.max(-1, ...(parents[task] ?? []).map(depthOf)) + 1);
  const layers: number[][] = [];
  for (const task of parents.keys()) (layers[depthOf(task)] ??= []).push(task);
  return layers;
}

// HTTP/2, as restate.serve has it, but for this machine only.
createServer(restate.createEndpointHandler({ services: [dags] })).listen(Number(port), "127.0.0.1");
