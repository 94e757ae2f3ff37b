// SIGKILL while workflows are made of a template that brings sub-workflows: what is made is whole.

import { afterAll, beforeAll, expect, test } from "vitest";
import { answerOf } from "../../client/problem-error.ts";
import { HubClient } from "../../scripts/hub-client.ts";
import { type HubProcess, startHubProcess } from "../harness/hub-process.ts";

const AGENTS = 10;
/** So many are made before the kill, of all agents together. */
const MADE = 40;

let hub: HubProcess;

beforeAll(async () => {
  hub = await startHubProcess();
});

afterAll(() => hub?.stop());

test("a SIGKILL leaves each workflow with all of the template's sub-workflows, no sub-workflow alone, and all of them run", async () => {
  const templateId = await publishThree();
  const made = { params: { path: { templateId } }, body: {} };
  const agents = await Promise.all(
    Array.from({ length: AGENTS }, async (_, n) => {
      return { key: (await new HubClient(hub.url).register(`agent ${n}`)).agent.apiKey, answered: 0 };
    }),
  );
  let [answered, isDead] = [0, false];
  let killed: Promise<void> | undefined;
  const makeUntilDead = async (agent: (typeof agents)[number]) => {
    // Nobody asks a second time.
    const { api } = new HubClient(hub.url, agent.key, { attempts: 1 });
    while (!isDead) {
      const answer = await api.POST("/api/v1/templates/{templateId}/instantiate", made).catch(() => null);
      if (answer === null) isDead = true;
      else if (answer.data !== undefined) [answered, agent.answered] = [answered + 1, agent.answered + 1];
      if (answered > MADE) killed ??= hub.kill();
    }
  };
  await Promise.all(agents.map(makeUntilDead));
  expect(killed).toBeDefined();
  await killed;
  await hub.restart();

  for (const { key, answered: mine } of agents) {
    const client = new HubClient(hub.url, key);
    const { data } = await answerOf(client.api.GET("/api/v1/workflows", { params: { query: { limit: 100 } } }));
    const named = (wanted: string) => data.filter(({ name }) => name === wanted);
    const [main] = named("outer");
    // What was under way at the kill is there or not; its sub-workflows were there before, or came with it.
    expect([mine, mine + 1]).toContain(named("outer").length);
    const once = main === undefined ? 0 : 1;
    expect([named("middle").length, named("leaf").length]).toEqual([once, once]);
    if (main === undefined) continue;
    const run = await client.executeAndWait(main.id, { n: 1 });
    expect([run.status, run.output]).toEqual(["success", { outer: { middle: 1 } }]);
  }
}, 180_000);

/** @returns the id of a template with two sub-workflows, one in the other */
async function publishThree(): Promise<string> {
  const { client } = await new HubClient(hub.url).register("author");
  const runs = (workflowId: string) => [{ id: "run", workflowId, arguments: { n: "{{input.n}}" } }];
  const leaf = await client.define({
    name: "leaf",
    steps: [{ id: "n", transform: "{{input.n}}" }],
    output: "{{steps.n.result}}",
  });
  const middle = await client.define({ name: "middle", steps: runs(leaf), output: { middle: "{{steps.run.result}}" } });
  const outer = await client.define({ name: "outer", steps: runs(middle), output: { outer: "{{steps.run.result}}" } });
  const params = { path: { workflowId: outer } };
  return (await answerOf(client.api.POST("/api/v1/workflows/{workflowId}/publish", { params, body: {} }))).id;
}
