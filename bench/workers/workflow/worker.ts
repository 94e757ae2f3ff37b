// What one would write without the hub: a Workflow with one step.do for each step, layer after layer.
// POST {"layers":[10,10]} starts an instance and answers when it has ended.

import { WorkflowEntrypoint, type WorkflowEvent, type WorkflowStep } from "cloudflare:workers";

interface Env {
  readonly WORKFLOW: Workflow<Shape>;
  readonly PROVIDER: string;
}

interface Shape {
  readonly layers: readonly number[];
}

// The instances run in this isolate, so the handler learns of an end without asking the Workflows service.
const ended = new Set<string>();

export class HandWritten extends WorkflowEntrypoint<Env, Shape> {
  override async run(event: Readonly<WorkflowEvent<Shape>>, step: WorkflowStep): Promise<void> {
    for (const [layer, width] of event.payload.layers.entries()) {
      const names = Array.from({ length: width }, (_, index) => `s${layer}_${index}`);
      await Promise.all(names.map((name) => step.do(name, () => this.callTool(`${event.instanceId}:${name}`))));
    }
    ended.add(event.instanceId);
  }

  private async callTool(key: string): Promise<{ ok: boolean }> {
    const headers = { "content-type": "application/json", "idempotency-key": key };
    const answer = await fetch(this.env.PROVIDER, { method: "POST", headers, body: '{"n":1}' });
    return answer.json();
  }
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { id } = await env.WORKFLOW.create({ params: await request.json<Shape>() });
    while (!ended.delete(id)) await scheduler.wait(2);
    return Response.json({ status: "success" });
  },
};
