// The visual builder and the run monitor in a real browser, against a real hub: a workflow is built by hand, run, watched
// and done again; by mouse, and by the keyboard alone.

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { publishTools } from "../../scripts/demo-workflow.ts";
import type { HubClient } from "../../scripts/hub-client.ts";
import { launchBrowser } from "../harness/browser.ts";
import { accessibilityFaultsOn, type Person, signedIn, widerThanPhone } from "../harness/dashboard-person.ts";
import { eventually } from "../harness/eventually.ts";
import { type HubProcess, startHubProcess } from "../harness/hub-process.ts";
import { type ProviderProcess, startProviderProcess } from "../harness/provider-process.ts";

/** What the tests made, to look at on every theme and width. */
const seenPages = ["/workflows/new", "/workflows/new?view=list", "/workflows/new?show=json"];

let hub: HubProcess;
let provider: ProviderProcess;
let browser: Browser;
let person: Person;

beforeAll(async () => {
  [hub, provider, browser] = await Promise.all([startHubProcess(), startProviderProcess(), launchBrowser()]);
  person = await signedIn(browser, hub.url, "Ada");
  const { client } = await person.client.register("Grace");
  await publishTools(client, provider.url);
  await client.publish({
    name: "publish_report",
    description: "Puts a text where readers find it",
    endpoint: `${provider.url}/switch?name=report`,
    inputSchema: { type: "object", properties: { text: { type: "string" } }, required: ["text"] },
  });
});

afterAll(async () => {
  await browser?.close();
  await Promise.all([hub?.stop(), provider?.stop()]);
});

const canvasOf = (page: Page) => page.getByRole("group", { name: "Graph of the steps" });
const nodeOf = (page: Page, id: string) => canvasOf(page).locator(`.react-flow__node[data-id="${id}"]`);

/** The definition as it is written now. */
async function definitionOn(page: Page): Promise<{ steps: Record<string, unknown>[] } & Record<string, unknown>> {
  await page.getByRole("tab", { name: "JSON" }).click();
  const text = await page.getByLabel("Definition").inputValue();
  return JSON.parse(text) as Awaited<ReturnType<typeof definitionOn>>;
}

async function dragFromPalette(page: Page, name: string, at: { x: number; y: number }): Promise<void> {
  await page.getByRole("button", { name, exact: true }).dragTo(canvasOf(page), { targetPosition: at });
}

async function connect(page: Page, from: string, to: string): Promise<void> {
  await nodeOf(page, from).locator(".react-flow__handle.source").hover();
  await page.mouse.down();
  await nodeOf(page, to).locator(".react-flow__handle.target").hover();
  await page.mouse.up();
}

/** The hub's answers there become refusals, until what this gives is called. */
async function refusing(page: Page, url: RegExp): Promise<() => Promise<void>> {
  const problem = { type: "about:blank", title: "Refused", status: 403, code: "forbidden", detail: "Not today." };
  const refused = { status: 403, contentType: "application/problem+json", body: JSON.stringify(problem) };
  await page.route(url, (route) => route.fulfill(refused));
  return () => page.unroute(url);
}

async function definitionOf(client: HubClient, workflowId: string): Promise<unknown> {
  const { data } = await client.api.GET("/api/v1/workflows/{workflowId}", { params: { path: { workflowId } } });
  return data?.definition;
}

test("a workflow is built by drag and drop, run, watched step by step, and done again from what failed", async () => {
  const { page, client } = person;
  await page.goto("/workflows/new");
  await page.getByText("Drag a tool here").waitFor();
  await page.getByLabel("name", { exact: true }).fill("research_and_publish");
  await page
    .getByLabel("inputSchema")
    .fill('{"type": "object", "properties": {"topic": {"type": "string"}}, "required": ["topic"]}');

  await dragFromPalette(page, "Wait", { x: 150, y: 60 });
  await page.getByLabel("ms", { exact: true }).fill("");
  await page.getByLabel("signal").fill("begin");

  await dragFromPalette(page, "search", { x: 150, y: 170 });
  await page.getByLabel("query *").click();
  await page.keyboard.type("{{to");
  await page.getByRole("option", { name: /input\.topic/ }).click();
  expect(await page.getByLabel("query *").inputValue()).toBe("{{input.topic}}");

  await dragFromPalette(page, "enrich", { x: 150, y: 280 });
  await page.getByText("forEach", { exact: true }).first().click();
  await page.getByLabel("items").fill("{{search.result.resu");
  await page.keyboard.press("Enter");
  await page.getByLabel("title *").fill("{{item.title}}");
  await page.getByLabel("url *").fill("{{item.url}}");

  await dragFromPalette(page, "summarize", { x: 150, y: 390 });
  await page.getByLabel("topic *").fill("{{input.topic}}");
  // What the step before gives is a list of what its tool gives.
  await page.getByLabel("sources *").fill("{{enrich.result");
  await page.getByRole("option", { name: "steps.enrich.result array", exact: true }).click();

  await dragFromPalette(page, "publish_report", { x: 300, y: 500 });
  await page.getByLabel("text *").fill("{{steps.summarize.result.sumary}}");
  // A fault is on its step, and in the list with its mend.
  await nodeOf(page, "publish_report").getByTitle("1 fault").waitFor();
  await page.getByRole("tab", { name: "Checks (1)" }).click();
  await page.getByRole("button", { name: "Mend it" }).click();
  await page.getByText("Nothing is wrong with it").first().waitFor();

  await connect(page, "wait", "search");
  expect(await definitionOn(page)).toMatchObject({
    name: "research_and_publish",
    steps: [
      { id: "wait", wait: { signal: "begin" } },
      { id: "search", arguments: { query: "{{input.topic}}" }, dependsOn: ["wait"] },
      { id: "enrich", forEach: { items: "{{steps.search.result.results}}" } },
      { id: "summarize", arguments: { sources: "{{steps.enrich.result}}" } },
      { id: "publish_report", arguments: { text: "{{steps.summarize.result.summary}}" } },
    ],
  });

  await page.getByRole("tab", { name: "Dry run" }).click();
  await page.getByRole("button", { name: "Run dry" }).click();
  await nodeOf(page, "publish_report").getByText("success").waitFor();
  await page.getByRole("button", { name: "Create the workflow" }).click();
  await page.getByRole("heading", { level: 1, name: "research_and_publish" }).waitFor();
  const workflowId = new URL(page.url()).pathname.split("/")[2] ?? "";
  seenPages.push(`/workflows/${workflowId}/edit`, `/workflows/${workflowId}/edit?show=trial`);

  await page.getByRole("button", { name: "Run it" }).click();
  await page.getByLabel("topic *").fill("honey bees");
  await page.getByRole("button", { name: "Start the run" }).click();
  await page.getByRole("tab", { name: "Graph" }).click();
  await nodeOf(page, "wait").getByText("waiting").waitFor();
  await nodeOf(page, "search").getByText("pending").waitFor();
  const runId = new URL(page.url()).pathname.split("/")[2] ?? "";
  await client.api.POST("/api/v1/workflow-runs/{runId}/signals/{name}", {
    params: { path: { runId, name: "begin" } },
    body: {},
  });
  for (const id of ["wait", "search", "enrich", "summarize"]) await nodeOf(page, id).getByText("success").waitFor();
  await nodeOf(page, "enrich").getByText("8/8").waitFor();
  await nodeOf(page, "publish_report").getByText("failed").waitFor();
  seenPages.push(new URL(page.url()).pathname, `${new URL(page.url()).pathname}?tab=graph&step=search`);

  await fetch(`${provider.url}/switch?name=report`, { method: "POST", body: '{"up": true}' });
  await page.getByRole("button", { name: "From what failed" }).click();
  await page.getByText("does again").waitFor();
  await nodeOf(page, "publish_report").getByText("success").waitFor();
  await nodeOf(page, "search").click();
  await page.getByRole("region", { name: "search" }).getByText("kept").waitFor();

  // The two are compared: only what failed came to something else.
  await page.getByRole("tab", { name: "Compare" }).click();
  await page.getByLabel("Only what differs").check();
  await eventually(() => page.getByRole("row").allTextContents()).toEqual([
    expect.stringContaining("This run"),
    expect.stringMatching(/^publish_reportsuccess.*failed.*differs$/) as string,
  ]);
  await page.getByRole("button", { name: "publish_report" }).click();
  await page.getByRole("group", { name: "The other" }).getByText("503").waitFor();
  seenPages.push(page.url());

  // What really came is offered from now on.
  await page.goto(`/workflows/${workflowId}/edit`);
  await nodeOf(page, "publish_report").click();
  await page.getByLabel("text *").fill("{{search.result.results[0].ti");
  await page.getByRole("option", { name: /"Journal of honey bees"/ }).waitFor();
});

test("a workflow is built by the keyboard alone, in the list", async () => {
  const { page } = person;
  await page.goto("/workflows/new?view=list");
  await page.getByLabel("Search tools to add").focus();
  await page.keyboard.type("hash");
  await page.getByRole("list", { name: "Tools" }).getByRole("button").first().waitFor();
  await eventually(() => page.getByRole("list", { name: "Tools" }).getByRole("button").first().textContent()).toBe(
    "hash",
  );
  await page.keyboard.press("Enter");
  const list = page.getByRole("list", { name: "Graph of the steps" });
  await list.getByRole("button", { name: "hash" }).waitFor();
  await page.getByRole("button", { name: "Wait", exact: true }).press("Enter");
  await list.getByRole("button", { name: "wait" }).waitFor();

  // The new step is the chosen one: it is told to wait for the other, and called otherwise.
  await page.getByLabel("Wait for another step").focus();
  await page.keyboard.type("hash");
  await list.getByText("waits for hash").waitFor();
  await page.getByLabel("Id of the step").fill("pause");
  await page.keyboard.press("Enter");
  await list.getByRole("button", { name: "hash" }).press("Enter");
  await page.getByLabel("text *").focus();
  await page.keyboard.type("{{run");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  expect(await definitionOn(page)).toMatchObject({
    steps: [
      { id: "hash", arguments: { text: "{{run.id}}" } },
      { id: "pause", wait: { ms: 60_000 }, dependsOn: ["hash"] },
    ],
  });

  // On the canvas a step is reached by Tab, chosen by Enter, and goes by Delete.
  await page.getByRole("button", { name: "Canvas" }).press("Enter");
  await nodeOf(page, "pause").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Delete");
  await nodeOf(page, "pause").waitFor({ state: "detached" });
  await page.keyboard.press("Control+z");
  await nodeOf(page, "pause").waitFor();
  await page.keyboard.press("Control+y");
  await nodeOf(page, "pause").waitFor({ state: "detached" });
});

test("canvas and JSON are one: what is written in one is in the other, and nothing else of it changes", async () => {
  const { page, client } = person;
  const workflowId = await client.define({
    name: "both",
    steps: [
      { id: "first", transform: { b: 1, a: 2 } },
      { id: "second", transform: "{{steps.first.result.a}}" },
    ],
  });
  await page.goto(`/workflows/${workflowId}/edit?show=json`);
  const text = page.getByLabel("Definition");
  const before = await text.inputValue();
  await nodeOf(page, "second").click();
  await page.getByRole("tab", { name: "Step" }).click();
  await page.getByLabel("Id of the step").fill("last");
  await page.getByLabel("Id of the step").press("Enter");
  await nodeOf(page, "last").waitFor();
  await page.getByRole("tab", { name: "JSON" }).click();
  expect(await text.inputValue()).toBe(before.replace('"second"', '"last"'));

  await text.fill(before.replace('"first"', '"origin"').replace("steps.first", "steps.origin"));
  await nodeOf(page, "origin").waitFor();
  // While it is not JSON, the canvas stays and says so.
  await text.fill(before.slice(0, -5));
  await page.getByText("The canvas shows the text as it was").waitFor();
  await nodeOf(page, "origin").waitFor();
  const saved = before.replace('"a": 2', '"a": 3');
  await text.fill(saved);
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Version 2", { exact: true }).waitFor();
  expect(JSON.stringify(await definitionOf(client, workflowId), null, 2)).toBe(saved);
});

test("steps are copied into another workflow, and nobody leaves what is not saved by mistake", async () => {
  const { page } = person;
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/workflows/new");
  await page.getByRole("button", { name: "Begin with an example" }).click();
  await nodeOf(page, "hash").click();
  await nodeOf(page, "stamp").click({ modifiers: ["Shift"] });
  await page.getByText("2 steps are chosen").waitFor();
  await nodeOf(page, "stamp").focus();
  await page.keyboard.press("Control+c");
  await page.keyboard.press("Control+v");
  await nodeOf(page, "stamp_2").waitFor();
  expect((await definitionOn(page)).steps.slice(3)).toMatchObject([
    { id: "hash_2" },
    { id: "stamp_2", transform: { hash: "{{steps.hash_2.result.hex}}", at: "{{steps.now.result.iso}}" } },
  ]);

  await page.getByRole("link", { name: "Registry" }).click();
  const question = page.getByRole("dialog", { name: "Leave without saving?" });
  await question.getByRole("button", { name: "Stay" }).click();
  await nodeOf(page, "stamp_2").waitFor();
  await page.getByRole("link", { name: "Registry" }).click();
  await question.getByRole("button", { name: "Leave" }).click();
  await page.getByRole("heading", { level: 1, name: "Registry" }).waitFor();
});

test("a field of JSON is written letter by letter, and stays as it is laid out", async () => {
  const { page } = person;
  await page.goto("/workflows/new");
  const field = page.getByLabel("inputSchema");
  await field.fill('{"type":"object"}');
  await field.press("End");
  await field.press("ArrowLeft");
  await field.pressSequentially(',"minProperties":12');
  expect(await field.inputValue()).toBe('{"type":"object","minProperties":12}');
  expect(await definitionOn(page)).toMatchObject({ inputSchema: { type: "object", minProperties: 12 } });
});

test("a modifier that is folded away keeps what is not finished; set elsewhere, it is there to be seen", async () => {
  const { page } = person;
  await page.goto("/workflows/new");
  await page.getByRole("button", { name: "Begin with an example" }).click();
  await nodeOf(page, "hash").click();
  const retry = page.getByRole("region", { name: "How it is done" }).getByText("retry", { exact: true });
  const codes = page.getByLabel("nonRetryable");
  await retry.click();
  await codes.fill('["not_found"');
  await retry.click();
  await codes.waitFor({ state: "hidden" });
  await retry.click();
  expect(await codes.inputValue()).toBe('["not_found"');
  await retry.click();
  await codes.waitFor({ state: "hidden" });

  await page.getByRole("tab", { name: "JSON" }).click();
  const text = page.getByLabel("Definition");
  await text.fill((await text.inputValue()).replace('"toolId"', '"timeoutMs": 5, "toolId"'));
  await page.getByRole("tab", { name: "Step" }).click();
  await page.getByLabel("timeoutMs").waitFor();
  await page.getByRole("button", { name: "Take timeoutMs away" }).click();
  await page.getByRole("code").getByText("timeoutMs").click();
  await page.getByLabel("timeoutMs").waitFor({ state: "hidden" });
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByLabel("timeoutMs").waitFor();
});

test("while the id of a tool is typed, no tool is asked for but the one that it comes to", async () => {
  const { page, client } = await signedIn(browser, hub.url, "Typist");
  const toolId = "tool_nexus_hash";
  const workflowId = await client.define({ name: "typed", steps: [{ id: "only", toolId: "tool_nexus_now" }] });
  await page.clock.install();
  await page.goto(`/workflows/${workflowId}/edit?show=json`);
  await nodeOf(page, "only").getByText("now", { exact: true }).waitFor();
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  // Time stands still while somebody types.
  await page.clock.pauseAt(Date.now() + 60_000);
  const text = page.getByLabel("Definition");
  const before = await text.inputValue();
  for (let length = 5; length <= toolId.length; length++) {
    await text.fill(before.replace("tool_nexus_now", toolId.slice(0, length)));
  }
  await page.clock.resume();
  await nodeOf(page, "only").getByText("hash", { exact: true }).waitFor();
  const tools = asked.filter((path) => path.startsWith("/api/v1/mcp/tools/"));
  expect(new Set(tools)).toEqual(new Set([`/api/v1/mcp/tools/${toolId}`]));
});

test("what stands in for a step goes where the step goes, and is sent for no step that is not there", async () => {
  const { page } = person;
  await page.goto("/workflows/new");
  await page.getByRole("button", { name: "Begin with an example" }).click();
  await nodeOf(page, "now").click();
  await page.getByLabel("What it answers in a dry run").fill('{"iso": "2020-02-02T00:00:00.000Z", "unixMs": 1}');
  await page.getByLabel("Id of the step").fill("clock");
  await page.getByLabel("Id of the step").press("Enter");
  await nodeOf(page, "clock").waitFor();
  const tried = async () => {
    await page.getByRole("tab", { name: "Dry run" }).click();
    const answer = page.waitForResponse((response) => response.url().endsWith("/workflows/dry-run"));
    await page.getByRole("button", { name: "Run dry" }).click();
    expect((await answer).status()).toBe(200);
    await page.getByRole("group", { name: "Output" }).getByText("2020-02-02").waitFor();
  };
  await tried();
  await page.getByRole("button", { name: "Undo" }).click();
  await nodeOf(page, "now").waitFor();
  await tried();
});

test("undo in a field that is not the definition's is the field's own", async () => {
  const { page } = person;
  await page.goto("/workflows/new");
  await page.getByRole("button", { name: "Begin with an example" }).click();
  await nodeOf(page, "hash").click();
  for (const label of [
    "Search tools to add",
    "What it answers in a dry run",
    "Name of the argument",
    "Id of the step",
  ]) {
    const field = page.getByLabel(label);
    const before = await field.inputValue();
    await field.pressSequentially("7");
    await field.press("Control+z");
    await eventually(() => field.inputValue()).toBe(before);
    await nodeOf(page, "hash").waitFor();
  }
  // In one of the definition's, it is the workflow's, and so it is on the canvas: by either key it is done again.
  await page.getByLabel("text *").press("Control+z");
  await nodeOf(page, "hash").waitFor({ state: "detached" });
  for (const again of ["Control+Shift+z", "Control+y"]) {
    await page.keyboard.press(again);
    await nodeOf(page, "hash").waitFor();
    await page.keyboard.press("Control+z");
    await nodeOf(page, "hash").waitFor({ state: "detached" });
  }
  // Alt makes it another key.
  await page.keyboard.press("Control+Alt+y");
  expect(await nodeOf(page, "hash").count()).toBe(0);
});

test("while the text is not JSON nothing else is changed, and the page says so wherever one tries", async () => {
  const { page } = person;
  await page.goto("/workflows/new");
  await page.getByLabel("name", { exact: true }).fill("mine");
  // The example would take the place of what is written.
  await page.getByRole("button", { name: "Begin with an example" }).waitFor({ state: "detached" });
  const text = await definitionOn(page).then((definition) => JSON.stringify(definition));
  await page.getByLabel("Definition").fill(text.slice(0, -1));
  await page.getByText("The canvas shows the text as it was").waitFor();
  await page.getByRole("button", { name: "Wait", exact: true }).click();
  await page.getByRole("button", { name: "Mend the JSON first" }).waitFor();
  await page.getByRole("tab", { name: "Checks" }).click();
  await page.getByRole("region", { name: "Checks" }).getByText("This is not JSON yet").waitFor();
  await page.getByRole("tab", { name: "Workflow" }).click();
  expect(await page.getByLabel("name", { exact: true }).isDisabled()).toBe(true);

  await page.getByRole("tab", { name: "JSON" }).click();
  await page.getByLabel("Definition").fill(text);
  for (const id of ["wait", "wait_2"]) {
    await page.getByRole("button", { name: "Wait", exact: true }).click();
    await page.getByText(`${id} is added`).waitFor();
  }
  expect(await definitionOn(page)).toMatchObject({ name: "mine", steps: [{ id: "wait" }, { id: "wait_2" }] });
});

test("a check that fails says so, and is made again", async () => {
  const { page } = person;
  const answered = await refusing(page, /\/api\/v1\/workflows\/check/);
  await page.goto("/workflows/new?show=checks");
  const checks = page.getByRole("region", { name: "Checks" });
  await checks.getByText("Not today.").waitFor();
  expect(await checks.getByText("Checking").count()).toBe(0);
  await answered();
  await checks.getByRole("button", { name: "Try again" }).click();
  await checks.getByText("/steps").first().waitFor();
});

test("Enter adds what was found for the words that are written, and an argument is added under a free name only", async () => {
  const { page } = person;
  await page.goto("/workflows/new");
  const { promise: asked, resolve: answer } = Promise.withResolvers<void>();
  const ofWords = /\/api\/v1\/mcp\/tools\?.*q=hash/;
  await page.route(ofWords, async (route) => {
    await asked;
    await route.continue();
  });
  const search = page.getByLabel("Search tools to add");
  const found = page.getByRole("list", { name: "Tools" }).getByRole("button");
  await found.nth(1).waitFor();
  await search.fill("hash");
  await search.press("Enter");
  answer();
  await eventually(() => found.first().textContent()).toBe("hash");
  await page.unroute(ofWords);
  await search.press("Enter");
  await nodeOf(page, "hash").waitFor();
  expect((await definitionOn(page)).steps).toMatchObject([{ id: "hash" }]);

  await page.getByRole("tab", { name: "Step" }).click();
  await page.getByLabel("text *").fill("mine");
  await page.getByLabel("Name of the argument").fill("text");
  expect(await page.getByRole("button", { name: "Add an argument" }).isDisabled()).toBe(true);
  await page.getByLabel("Name of the argument").press("Enter");
  expect(await page.getByLabel("text *").inputValue()).toBe("mine");
});

test("runs that could not be read are not said to be none", async () => {
  const { page, client } = person;
  const workflowId = await client.define({ name: "alone", steps: [{ id: "only", transform: 1 }] });
  const runId = await client.execute(workflowId, {});
  const answered = await refusing(page, /\/api\/v1\/workflow-runs\?/);
  await page.goto(`/runs/${runId}?tab=compare`);
  await page.getByText("Not today.").waitFor();
  await answered();
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByText("There is no other run of this workflow yet").waitFor();
});

test("an edge is drawn and taken away; one that a template draws says what to change", async () => {
  const { page, client } = person;
  const workflowId = await client.define({
    name: "edges",
    steps: [
      { id: "a", transform: 1 },
      { id: "b", transform: "{{steps.a.result}}" },
      { id: "c", transform: 3 },
    ],
  });
  await page.goto(`/workflows/${workflowId}/edit`);
  await connect(page, "b", "c");
  const edge = (name: string) => canvasOf(page).getByRole("group", { name, exact: true });
  await edge("b → c").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Delete");
  await edge("b → c").waitFor({ state: "detached" });
  await edge("a → b").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Delete");
  await page.getByText("b reads steps.a.result").waitFor();
  // A line straight down has no width, and so is not "visible".
  await edge("a → b").waitFor({ state: "attached" });
  // What would close a circle is no connection.
  await connect(page, "b", "a");
  expect((await definitionOn(page)).steps[0]).toEqual({ id: "a", transform: 1 });
});

test("a large workflow is shown from its beginning, and all of it at once; each of its steps can be chosen from afar", async () => {
  const { page, client } = person;
  const workflowId = await client.define({
    name: "large",
    steps: Array.from({ length: 200 }, (_, at) => ({
      id: `s${at}`,
      transform: at < 10 ? at : `{{= $steps.s${at - 10}.result + $steps.s${at - 9}.result }}`,
    })),
  });
  await page.goto(`/workflows/${workflowId}/edit`);
  await nodeOf(page, "s5").waitFor();
  expect(await nodeOf(page, "s199").count()).toBe(0);
  await page.getByRole("button", { name: "Show everything" }).click();
  await eventually(() => canvasOf(page).locator(".react-flow__node").count()).toBe(200);
  // The edges of the chosen step stand out of the one drawing of all.
  await nodeOf(page, "s100").click();
  await page.getByLabel("Id of the step").waitFor();
  const edges = canvasOf(page).locator(".react-flow__edge");
  const names = async () => Promise.all((await edges.all()).map((edge) => edge.getAttribute("aria-label")));
  await eventually(async () => new Set(await names())).toEqual(
    new Set(["s90 → s100", "s91 → s100", "s100 → s109", "s100 → s110"]),
  );
  // Come back to, all edges of what is in sight are there.
  await nodeOf(page, "s100").hover();
  for (let turn = 0; turn < 8; turn++) await page.mouse.wheel(0, -200);
  await eventually(() => edges.count()).toBeGreaterThan(4);
});

test("many steps beside each other are in sight at once, and can all be shown", async () => {
  const { page, client } = person;
  const steps = Array.from({ length: 100 }, (_, at) => ({ id: `s${at}`, transform: at }));
  const workflowId = await client.define({ name: "wide", steps });
  await page.goto(`/workflows/${workflowId}`);
  const drawn = canvasOf(page).locator(".react-flow__node");
  await drawn.first().waitFor();
  await page.getByRole("button", { name: "Show everything" }).click();
  await eventually(() => drawn.count()).toBe(100);
  const pane = await canvasOf(page).boundingBox();
  for (const id of ["s0", "s99"]) {
    const box = await nodeOf(page, id).boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(pane?.x ?? Infinity);
    expect((box?.x ?? Infinity) + (box?.width ?? 0)).toBeLessThanOrEqual((pane?.x ?? 0) + (pane?.width ?? 0));
  }
});

test("a workflow is changed, the change is compared, and rolled back", async () => {
  const { page, client } = person;
  const workflowId = await client.define({ name: "changes", steps: [{ id: "first", transform: 1 }] });
  await page.goto(`/workflows/${workflowId}`);
  await page.getByRole("link", { name: "Edit", exact: true }).click();
  await page.getByRole("tab", { name: "JSON" }).click();
  await page.getByLabel("Definition").fill('{"name": "changes", "steps": [{"id": "second", "transform": 2}]}');
  await page.getByText("Nothing is wrong with it").first().waitFor();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Version 2", { exact: true }).waitFor();
  await page.getByRole("tab", { name: "Versions" }).click();
  await page.getByRole("button", { name: "Compare with the current: 1" }).click();
  await page.getByText("+ second").waitFor();
  await page.getByRole("button", { name: "Roll back to it: 1" }).click();
  await page.getByText("as version 1").waitFor();
  seenPages.push(`/workflows/${workflowId}?tab=versions`, `/workflows/${workflowId}`);
});

test("what is too large to be shown is told with its size, and opened from the monitor; so is the call that a step made", async () => {
  const { page, client } = person;
  const workflowId = await client.define({
    name: "large_values",
    steps: [
      { id: "copy", transform: { text: "{{input.text}}", small: 1 } },
      { id: "hash", toolId: "tool_nexus_hash", arguments: { text: "honey" } },
    ],
  });
  const text = "honey ".repeat(20_000);
  const { id: runId } = await client.executeAndWait(workflowId, { text });
  const opened = async (pointer: string) => {
    const [popup] = await Promise.all([page.waitForEvent("popup"), page.getByRole("link", { name: pointer }).click()]);
    // It comes in pieces.
    await popup.waitForLoadState();
    const shown = await popup.locator("pre").first().textContent();
    await popup.close();
    return shown;
  };
  await page.goto(`/runs/${runId}`);
  await page.getByText("Choose a step").waitFor();
  await page.getByRole("button", { name: "copy success" }).click();
  await page.getByText("120,021 bytes").waitFor();
  expect(await opened("/stepResults/copy/result")).toBe(JSON.stringify({ text, small: 1 }));
  await page.getByRole("tab", { name: "Input and output" }).click();
  expect(await opened("/input")).toBe(JSON.stringify({ text }));

  await page.getByRole("tab", { name: "Steps" }).click();
  await page.getByRole("button", { name: "hash success" }).click();
  await page.getByRole("link", { name: "Attempt 1" }).click();
  await page.getByRole("heading", { level: 1, name: /^inv_/ }).waitFor();
  await page.getByText('"sha-256"').waitFor();
});

test("a step of a run shows its input and what undid it; its calls lead to it, and a step that is none is said to be none", async () => {
  const { page, client } = person;
  const pay = await client.publish({ name: "pay", endpoint: `${provider.url}/status?code=400` });
  const workflowId = await client.define({
    name: "booking",
    errorStrategy: "compensate",
    steps: [
      {
        id: "book",
        toolId: "tool_nexus_echo",
        arguments: { seat: "{{input.seat}}" },
        compensate: { toolId: "tool_nexus_echo", arguments: { free: "{{input.seat}}" } },
      },
      { id: "pay", toolId: pay, arguments: {}, dependsOn: ["book"] },
    ],
  });
  const { id: runId } = await client.executeAndWait(workflowId, { seat: "12A" });
  await page.goto(`/runs/${runId}?step=nobody`);
  await page.getByText("This run shows nothing of nobody").waitFor();
  await page.getByRole("button", { name: "book success" }).click();
  await page.getByRole("group", { name: "Input", exact: true }).getByText('"12A"').waitFor();
  const calls = page.getByRole("region", { name: "Calls" }).getByRole("listitem");
  expect(await calls.allTextContents()).toEqual([
    expect.stringMatching(/^Attempt 1success/) as string,
    expect.stringMatching(/^Attempt 1Undosuccess/) as string,
  ]);
  await calls.first().getByRole("link").click();
  await page.getByText("The log has no input of a call that a step of a run made.").waitFor();
  const attempts = page.getByRole("region", { name: "Attempts" }).getByRole("listitem");
  await eventually(() => attempts.allTextContents()).toEqual([expect.stringMatching(/^Attempt 1success/) as string]);
  await page.getByRole("region", { name: "Trace" }).getByText(`nexuscall.run.id = ${runId}`).waitFor();
  seenPages.push(page.url());
  await page.getByRole("link", { name: "book" }).click();
  await page.getByRole("region", { name: "book" }).waitFor();
  await page.getByRole("tab", { name: "Timeline" }).click();
  await page.getByText("book · Undo").waitFor();
});

test("a run that waits is seen waiting, paused, and cancelled", async () => {
  const { page, client } = person;
  const workflowId = await client.define({ name: "waits", steps: [{ id: "approval", wait: { signal: "approved" } }] });
  const runId = await client.execute(workflowId, {});
  await page.goto(`/runs/${runId}`);
  await page.getByRole("button", { name: "approval waiting" }).waitFor();
  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByRole("button", { name: "Resume" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "approval cancelled" }).waitFor();
  seenPages.push(`/runs/${runId}`, `/runs/${runId}?tab=graph`, `/runs/${runId}?tab=timeline`);
});

test.each(["light", "dark"] as const)("axe finds nothing, and no page breaks the policy: %s", async (theme) => {
  expect(await accessibilityFaultsOn(person.page, seenPages, theme)).toEqual({});
  expect(person.faults).toEqual([]);
});

test("on a phone nothing is wider than the screen", async () => {
  expect(await widerThanPhone(person.page, seenPages)).toEqual([]);
});
