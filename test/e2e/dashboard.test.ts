// The dashboard in a real browser, against a real hub: each page's main story, and what holds on all of them.

import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answerOf } from "../../client/problem-error.ts";
import { rowsOf } from "../../client/rows.ts";
import { launchBrowser } from "../harness/browser.ts";
import type { Child } from "../harness/child.ts";
import {
  accessibilityFaults,
  accessibilityFaultsOn,
  type Person,
  signedIn,
  widerThanPhone,
} from "../harness/dashboard-person.ts";
import { type ProviderProcess, startProviderProcess } from "../harness/provider-process.ts";
import { eventually } from "../harness/eventually.ts";
import { type HubProcess, startHubProcess } from "../harness/hub-process.ts";
import { startUpstreamProcess } from "../harness/upstream-process.ts";

const HASH = "tool_nexus_hash";
const ECHO = "tool_nexus_echo";
/** Every page, with something on it. */
const PAGES = [
  "/",
  "/workflows",
  "/runs",
  "/my-tools",
  "/my-tools/new",
  "/playground",
  `/playground?tool=${HASH}`,
  `/playground?tool=${HASH}&as=json`,
  "/registry",
  `/tools/${HASH}`,
  `/tools/${HASH}?tab=schemas`,
  `/tools/${HASH}?tab=statistics`,
  `/tools/${HASH}?tab=examples`,
  "/calls",
  "/settings",
  "/nowhere",
  "/tools/tool_nobody",
];

let hub: HubProcess;
let provider: ProviderProcess;
let upstream: Child;
let browser: Browser;
let person: Person;

beforeAll(async () => {
  [hub, provider, upstream, browser] = await Promise.all([
    startHubProcess(),
    startProviderProcess(),
    startUpstreamProcess(),
    launchBrowser(),
  ]);
  person = await signedIn(browser, hub.url, "Ada");
});

afterAll(async () => {
  await browser?.close();
  await Promise.all([hub?.stop(), provider?.stop(), upstream?.stop()]);
});

/** Until then, a page's pauses are over at once. */
async function passing(page: Page, count: () => Promise<number>, until: number): Promise<void> {
  await eventually(async () => {
    await page.clock.fastForward(2_000);
    return count();
  }).toBe(until);
}

test("an agent registers on the sign-in page, keeps its key, and is in", async () => {
  const page = await (await browser.newContext({ baseURL: hub.url, locale: "en-US" })).newPage();
  await page.goto("/settings");
  await page.getByLabel("Name of the agent").fill("Newcomer");
  await page.getByRole("button", { name: "Register the agent" }).click();
  await eventually(() => page.getByText(/^nxc_live_/).count()).toBe(1);
  await page.getByRole("button", { name: "I have kept it: go on" }).click();
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByText("Newcomer").waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
});

test("a new agent is told what to do next, and no more once it is done; what goes on is there by itself", async () => {
  const { page, client } = await signedIn(browser, hub.url, "Beginner");
  const next = page.getByRole("region", { name: "What to do next" });
  for (const [name, heading] of [
    ["Call a tool", "Playground"],
    ["Register a tool", "Register a tool"],
    ["Connect an MCP server", "Register a server"],
    ["Run a template", "Marketplace"],
  ] as const) {
    await next.getByRole("link", { name }).click();
    await page.getByRole("heading", { level: 1, name: heading }).waitFor();
    await page.goBack();
  }
  await page.getByText("Live", { exact: true }).waitFor();
  expect(await next.getByText("done", { exact: true }).count()).toBe(0);
  expect(await accessibilityFaults(page)).toEqual([]);

  const endpoint = `${provider.url}/status?code=500`;
  const toolId = await client.publish({ name: "unlucky", endpoint });
  await client.invoke(toolId, {});
  const failed = page.getByRole("region", { name: "Latest errors" });
  await failed.getByRole("link", { name: "unlucky" }).waitFor();
  await page.getByRole("region", { name: "Latest calls" }).getByRole("link", { name: "unlucky" }).waitFor();
  const workflowId = await client.define({ name: "brief", steps: [{ id: "now", toolId: "tool_nexus_now" }] });
  const runId = await client.execute(workflowId, {});
  const runs = page.getByRole("region", { name: "Latest runs" });
  await runs.getByRole("listitem").filter({ hasText: runId }).getByText("success").waitFor();
  await page.goto("/");
  await eventually(() => next.getByText("done", { exact: true }).count()).toBe(3);

  await fetch(`${upstream.url}/changing/first`, { method: "PUT", body: JSON.stringify({ tools: [] }) });
  const body = { name: "first", url: `${upstream.url}/changing/first/mcp` };
  await answerOf(client.api.POST("/api/v1/mcp/servers", { body }));
  await page.goto("/");
  await page.getByRole("region", { name: "Latest runs" }).getByText(runId).waitFor();
  await eventually(() => next.count()).toBe(0);
});

test("a client takes the hub by the configuration as it is copied, with a key that is made for it", async () => {
  const { page } = await signedIn(browser, hub.url, "Copyist");
  const shown = page.getByRole("group", { name: "Use the hub from an MCP client" });
  const configured = async () => {
    const { mcpServers } = JSON.parse((await shown.textContent()) ?? "") as { mcpServers: { nexuscall: Configured } };
    return mcpServers.nexuscall;
  };
  expect((await configured()).headers).toEqual({ Authorization: "Bearer nxc_live_…" });
  await page.getByRole("button", { name: "Put a new key into it" }).click();
  await page.getByText("This key is shown once").waitFor();
  const { url, headers } = await configured();
  const mcp = new Client({ name: "a", version: "1.0.0" }, { versionNegotiation: { mode: "auto" } });
  await mcp.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
  const { content } = await mcp.callTool({ name: HASH, arguments: { text: "abc" } });
  expect(JSON.stringify(content)).toContain("ba7816bf");
  await mcp.close();

  await page.getByRole("tab", { name: "As a program" }).click();
  const key = headers.Authorization.slice("Bearer ".length);
  await eventually(async () => (await configured()).env).toEqual({ NEXUSCALL_KEY: key });
  await page.getByRole("tab", { name: "Without a key" }).click();
  await eventually(configured).toEqual({ type: "http", url });
  await page.goto("/settings");
  await page.getByRole("listitem").filter({ hasText: "MCP client" }).waitFor();
});

interface Configured {
  readonly url: string;
  readonly headers: { readonly Authorization: string };
  readonly env?: object;
}

test("a key that is none is refused in the hub's words", async () => {
  const page = await (await browser.newContext({ baseURL: hub.url, locale: "en-US" })).newPage();
  await page.goto("/");
  await page.getByLabel("API key").fill("nxc_live_nonsense");
  await page.getByRole("button", { name: "Sign in" }).click();
  await eventually(() => page.getByRole("alert").textContent()).toContain("key");
});

test("a tool is found by a word, its page is opened, and the address keeps what was asked", async () => {
  const { page } = person;
  await page.goto("/registry");
  await page.getByLabel("Search tools").fill("sha");
  await eventually(() => page.getByRole("region", { name: "Tools found" }).getByRole("listitem").count()).toBe(1);
  expect(page.url()).toContain("q=sha");
  await page.getByRole("link", { name: "hash" }).click();
  await page.getByRole("heading", { level: 1, name: "hash" }).waitFor();
  await page.getByRole("tab", { name: "Schemas" }).click();
  await page.getByText("algorithm").first().waitFor();
  await page.goBack();
  await eventually(() => page.getByLabel("Search tools").inputValue()).toBe("sha");
});

test("a tool is registered, found, called in the playground, and its call is in the log", async () => {
  const { page } = person;
  await page.goto("/my-tools");
  await page.getByText("You have no tools yet").waitFor();
  await page.getByRole("link", { name: "Register a tool" }).click();
  await page.getByLabel("Name").fill("no spaces, please");
  await page.getByLabel("Endpoint").fill(`${provider.url}/search`);
  await page.getByLabel("Description").fill("Finds sources about a topic");
  await page.getByLabel("Readme").fill("<b>Sources</b>\n\nof its own");
  await page.getByRole("region", { name: "Readme" }).getByText("<b>Sources</b>").waitFor();
  await page.getByRole("button", { name: "Register a tool" }).click();
  // The browser holds the form back, and what was typed is still there.
  expect(await page.getByLabel("Endpoint").inputValue()).toBe(`${provider.url}/search`);
  await page.getByLabel("Name").fill("source_search");
  await page.getByRole("button", { name: "Register a tool" }).click();
  await page.getByRole("heading", { level: 1, name: "source_search" }).waitFor();
  await page.getByRole("region", { name: "Readme" }).getByText("<b>Sources</b>").waitFor();

  await page.goto("/registry?q=sources");
  await page.getByRole("link", { name: "source_search" }).click();
  await page.getByRole("link", { name: "Try it" }).click();
  await page.getByLabel("query *").fill("honey bees");
  await page.getByRole("button", { name: "Call the tool" }).click();
  await page.getByText('"results"').first().waitFor();
  await page.getByText("Headers of the answer").click();
  expect(await page.locator("details dl").textContent()).toMatch(
    /ratelimit"calls";r=.*x-nexuscall-invocation-idinv_.*x-request-idreq_/,
  );
  await page.getByRole("link", { name: "Call", exact: true }).click();
  await page.getByText('"honey bees"').first().waitFor();
  const attempts = page.getByRole("region", { name: "Attempts" }).getByRole("listitem");
  expect(await attempts.allTextContents()).toEqual([expect.stringMatching(/^Attempt 1success/) as string]);
  const id = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  await page.getByRole("region", { name: "Trace" }).getByText(`gen_ai.tool.call.id = ${id}`, { exact: true }).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);

  await page.goto("/my-tools");
  await page.getByRole("link", { name: "Edit: source_search" }).click();
  await page.getByLabel("Description").fill("Finds sources, better");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("paragraph").getByText("Finds sources, better").waitFor();
  await page.getByRole("tab", { name: "Overview" }).waitFor();
  await page.goto("/my-tools");
  await page.getByRole("link", { name: "Edit: source_search" }).click();
  // Other credentials, and what is to be used instead, are each a deed of its own.
  await page.getByLabel("How the provider is asked").selectOption("bearer");
  await page.getByLabel("Token").fill("another-token");
  await page.getByRole("button", { name: "Replace the credentials" }).click();
  await page.getByText("The credentials are replaced.").waitFor();
  expect(await page.getByLabel("Token").inputValue()).toBe("");
  await page.getByLabel("Status").selectOption("deprecated");
  await page.getByLabel("Tool to use instead").fill(HASH);
  await page.getByRole("button", { name: "Save the status" }).click();
  const toolId = new URL(page.url()).pathname.split("/").at(-1) ?? "";
  const tool = { params: { path: { toolId } } };
  await eventually(() => answerOf(person.client.api.GET("/api/v1/mcp/tools/{toolId}", tool))).toMatchObject({
    status: "deprecated",
    successorId: HASH,
    authType: "bearer",
    description: "Finds sources, better",
  });
  await page.getByRole("button", { name: "Deregister" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Deregister" }).click();
  await page.getByText("You have no tools yet").waitFor();
});

test("a tool's other versions are on its page, each with what is different", async () => {
  const { page, client } = person;
  const tool = { name: "ripens", endpoint: `${provider.url}/echo` };
  await client.publish({ ...tool, description: "Green" });
  const toolId = await client.publish({ ...tool, version: "2.0.0", description: "Red" });
  await page.goto(`/tools/${toolId}`);
  const others = page.getByRole("region", { name: "Other versions" });
  await others.getByRole("button", { name: "What is different here: 1.0.0" }).click();
  await others.getByText("− was: Green", { exact: true }).waitFor();
  await others.getByText("+ becomes: Red", { exact: true }).waitFor();
  await others.getByRole("link", { name: "Version 1.0.0" }).click();
  await page.getByText("Green", { exact: true }).waitFor();
});

test("arguments that do not fit are named at their field, and JSON that is none is not sent", async () => {
  const { page } = person;
  await page.goto(`/playground?tool=${HASH}`);
  await page.getByLabel("text *").fill("abc");
  await page.getByRole("tab", { name: "JSON" }).click();
  const json = page.getByRole("textbox", { name: "Input" });
  // By keyboard alone: a name and a value that the schema has are offered where the caret is.
  await json.fill('{"text": "abc", ');
  await json.press("Control+Space");
  await page.getByRole("option", { name: /^"algorithm"/ }).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await json.press("Escape");
  await eventually(() => page.getByRole("option").count()).toBe(0);
  await json.pressSequentially('"al');
  await json.press("Enter");
  await json.press("Control+Space");
  await json.press("ArrowDown");
  await json.press("Enter");
  expect(await json.inputValue()).toMatch(/^\{"text": "abc", "algorithm": "[^"]+"$/);
  await json.fill('{\n  "text": 1}');
  const faults = page.getByRole("list", { name: "What does not fit the tool" });
  await eventually(() => faults.textContent()).toMatch(/Line 2.*\/text.*string/);
  await faults.getByRole("button", { name: "Line 2" }).click();
  expect(await page.evaluate("String(getSelection())")).toBe("1");
  await page.getByRole("button", { name: "Call the tool" }).click();
  await eventually(() => page.getByRole("alert").textContent()).toContain("/arguments/text");
  await page.getByText("Headers of the answer HTTP 422").waitFor();
  await page.getByRole("tab", { name: "Form" }).click();
  await eventually(() => page.getByRole("tabpanel").textContent()).toMatch(/text \*.*string/);
  await page.getByRole("tab", { name: "JSON" }).click();
  await page.getByRole("textbox", { name: "Input" }).fill('{"text": ');
  await page.getByText("This is not JSON yet").waitFor();
});

test("what a tool streams is shown as it comes, and stopping ends the provider's call", async () => {
  const { page, client } = person;
  const endpoint = `${provider.url}/stream?format=events&every=20`;
  const toolId = await client.publish({ name: "ticker", endpoint: `${endpoint}&name=ticker` });
  await page.goto(`/playground?tool=${toolId}`);
  await page.getByRole("button", { name: "Call the tool" }).click();
  const items = page.getByRole("list", { name: "What the tool streams" });
  await items.getByText('{"n":3}', { exact: true }).waitFor();
  await page.getByRole("timer").waitFor();
  // It is endless: of all that comes, the page keeps the latest.
  await items.getByText('{"n":120}', { exact: true }).waitFor();
  await page.getByText(/^\d+ earlier items? (is|are) not shown/).waitFor();
  expect(await items.getByRole("listitem").count()).toBeLessThanOrEqual(100);
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole("button", { name: "Stop" }).click();
  await page.getByText("stopped", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Call the tool" }).waitFor();
  const written = async () => (await (await fetch(`${provider.url}/_streams/ticker`)).json()) as object;
  await eventually(written).toMatchObject({ givenUp: true });
  // What had come is still there, and so is the way to what the log says.
  expect(await items.getByRole("listitem").count()).toBeGreaterThan(0);
  await page.getByRole("link", { name: "Call", exact: true }).click();
  await page.getByText("caller_gone").waitFor();
});

test("leaving the playground ends the call that goes on there", async () => {
  const { page, client } = person;
  const endpoint = `${provider.url}/stream?format=events&every=20&name=left`;
  const toolId = await client.publish({ name: "left", endpoint });
  await page.goto(`/playground?tool=${toolId}`);
  await page.getByRole("button", { name: "Call the tool" }).click();
  await page.getByRole("list", { name: "What the tool streams" }).getByText('{"n":3}', { exact: true }).waitFor();
  await page.getByRole("navigation").getByRole("link", { name: "Calls", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Calls" }).waitFor();
  const written = async () => (await (await fetch(`${provider.url}/_streams/left`)).json()) as object;
  await eventually(written).toMatchObject({ givenUp: true });
});

test("what the start page could not read is not said to be none", async () => {
  const { page } = person;
  const reads = /\/api\/v1\/(mcp\/invocations|workflow-runs)\b/;
  // They fail until the button is pressed, also where the feed makes the page read once more.
  const isPressed = () => page.evaluate("globalThis.isPressed === true").catch(() => false);
  await page.route(reads, async (route) => ((await isPressed()) ? route.continue() : route.fulfill({ status: 500 })));
  await page.goto("/");
  await eventually(() => page.getByRole("main").getByRole("alert").count()).toBe(3);
  expect(await page.getByRole("region", { name: "What to do next" }).count()).toBe(0);
  const latest = page.getByRole("region", { name: "Latest calls" });
  await page.evaluate("addEventListener('click', () => (globalThis.isPressed = true), true)");
  await latest.getByRole("button", { name: "Try again" }).click();
  await latest.getByRole("alert").waitFor({ state: "hidden" });
  await page.unroute(reads);
});

test("a stream that ends shows its whole result; one that breaks off, what came before; and a tool need not stream", async () => {
  const { page, client } = person;
  const endpoint = `${provider.url}/stream?format=lines&count=3`;
  const whole = await client.publish({ name: "three", endpoint });
  await page.goto(`/playground?tool=${whole}`);
  await page.getByRole("button", { name: "Call the tool" }).click();
  await page.getByText(/^3 items, the first after \d+ ms$/).waitFor();
  await eventually(() => page.getByRole("group", { name: "Output" }).textContent()).toMatch(/1[^]*2[^]*3/);

  const broken = await client.publish({ name: "broken", endpoint: `${endpoint}&breaksOff=1` });
  await page.goto(`/playground?tool=${broken}`);
  await page.getByRole("button", { name: "Call the tool" }).click();
  await page.getByText("provider_unreachable").waitFor();
  await page.getByRole("list", { name: "What the tool streams" }).getByText('{"n":1}', { exact: true }).waitFor();

  await page.goto(`/playground?tool=${HASH}`);
  await page.getByLabel("text *").fill("abc");
  await page.getByRole("button", { name: "Call the tool" }).click();
  await page.getByRole("group", { name: "Output" }).getByText("ba7816bf").waitFor();
  expect(await page.getByRole("list", { name: "What the tool streams" }).count()).toBe(0);

  // What was tried becomes the first step of a workflow.
  await page.getByRole("button", { name: "Begin a workflow with it" }).click();
  await page.getByRole("heading", { level: 1, name: "New workflow" }).waitFor();
  await page.getByRole("tab", { name: "JSON" }).click();
  expect(JSON.parse(await page.getByLabel("Definition").inputValue())).toMatchObject({
    steps: [{ id: "hash", toolId: HASH, arguments: { text: "abc" } }],
  });
});

test("a call is in the live log as soon as it has ended; what comes while the log is paused waits", async () => {
  const { page, client } = person;
  await page.goto("/calls");
  await page.getByText("Live").waitFor();
  const rows = page.getByRole("row").filter({ hasText: "echo" });
  await client.invoke(ECHO, { text: "first" });
  await eventually(() => rows.count()).toBe(1);

  await page.getByRole("button", { name: "Pause" }).click();
  await client.invoke(ECHO, { text: "second" });
  await page.getByText("1 call came meanwhile").waitFor();
  expect(await rows.count()).toBe(1);
  await page.getByRole("button", { name: "Go on" }).click();
  await eventually(() => rows.count()).toBe(2);

  await rows.first().getByRole("link").first().click();
  await page.getByRole("group", { name: "Output" }).getByText('"second"').waitFor();
});

test("calls that are held while the log is paused go where events are lost; the log is read again in their place", async () => {
  const { page, client } = person;
  const { data } = await answerOf(client.api.GET("/api/v1/mcp/invocations"));
  const held = Promise.withResolvers<void>();
  const lost = Promise.withResolvers<void>();
  const answers = [
    {
      after: held.promise,
      body: `id: 1\nevent: invocation.settled\ndata: ${JSON.stringify({ data: { ...data[0], id: "inv_held" } })}\n\n`,
    },
    { after: lost.promise, body: "id: 9\nevent: gap\ndata: {}\n\n" },
  ];
  const asked: (string | null)[] = [];
  await page.route(/\/api\/v1\/feed\?/, async (route) => {
    asked.push(new URL(route.request().url()).searchParams.get("lastEventId"));
    const answer = answers.shift();
    if (answer === undefined) return;
    await answer.after;
    await route.fulfill({ contentType: "text/event-stream", body: answer.body });
  });
  await page.goto("/calls");
  await page.getByRole("button", { name: "Pause" }).click();
  held.resolve();
  await page.getByText("1 call came meanwhile").waitFor();
  const reread = page.waitForResponse(/\/api\/v1\/mcp\/invocations\?/);
  lost.resolve();
  await reread;
  await page.getByText("1 call came meanwhile").waitFor({ state: "detached" });
  // Whoever came back said what came last.
  expect(asked.slice(0, 2)).toEqual([null, "1"]);
  await page.unrouteAll();
});

test("a feed that is refused is asked for again; signed out, the page says so, and one comes back to it", async () => {
  const { page, client } = await signedIn(browser, hub.url, "Refused");
  await page.clock.install();
  let refusals = 0;
  await page.route(/\/api\/v1\/feed\?/, (route) =>
    refusals++ < 2 ? route.fulfill({ status: 429 }) : route.continue(),
  );
  await page.goto("/calls");
  await page.getByText("Connecting again…").waitFor();
  await passing(page, () => page.getByText("Live", { exact: true }).count(), 1);
  expect(refusals).toBeGreaterThan(2);
  await client.invoke(ECHO, { text: "heard" });
  await page.getByRole("row").filter({ hasText: "echo" }).waitFor();

  await page.context().clearCookies();
  await page.route(/\/api\/v1\/feed\?/, (route) => route.fulfill({ status: 401 }));
  await page.evaluate("document.querySelector('nav a[href=\"/handoffs\"]').click()");
  await passing(page, () => page.getByRole("status").getByText("Signed out").count(), 1);
  await page.getByRole("status").getByRole("link", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  expect(new URL(page.url()).searchParams.get("to")).toBe("/handoffs");
});

test("a call that the log does not have yet is waited for, and said to be missing only then", async () => {
  const { page, client } = await signedIn(browser, hub.url, "Patient");
  const { invocationId } = await client.invoke(ECHO, { text: "late" });
  await page.clock.install();
  const problem = { type: "about:blank", title: "Not found", status: 404, code: "not_found", detail: "There is none." };
  const body = JSON.stringify(problem);
  await page.route(/\/invocations\/inv_/, (route) =>
    route.fulfill({ status: 404, contentType: "application/problem+json", body }),
  );
  await page.goto(`/calls/${invocationId}`);
  await page.getByText("The log does not have this call yet").waitFor();
  expect(await page.getByRole("alert").count()).toBe(0);
  await passing(page, () => page.getByRole("alert").getByText("There is none.").count(), 1);
  await page.unrouteAll();
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("group", { name: "Output" }).getByText('"late"').waitFor();
});

test("of a long log only what is in sight is on the page, and what comes does not move what is read", async () => {
  const { page } = person;
  const client = await person.client.withRateLimit(10_000);
  for (let call = 0; call < 120; call += 20) {
    await Promise.all(Array.from({ length: 20 }, (_, n) => client.invoke(ECHO, { n: call + n })));
  }
  const pages = (place: { cursor?: string }) =>
    answerOf(client.api.GET("/api/v1/mcp/invocations", { params: { query: { limit: 100, ...place } } }));
  await eventually(async () => (await Array.fromAsync(rowsOf(pages))).length).toBeGreaterThan(120);
  await page.goto("/calls");
  const table = page.getByRole("table");
  await page.getByRole("button", { name: "Show more" }).click();
  await eventually(async () => Number(await table.getAttribute("aria-rowcount"))).toBeGreaterThan(120);
  const total = Number(await table.getAttribute("aria-rowcount"));
  expect(await page.locator("tr[aria-rowindex]").count()).toBeLessThan(70);
  await page.evaluate("scrollTo(0, 2_000)");
  const row = page.locator('tr[aria-rowindex="60"]');
  await row.waitFor();
  const link = row.getByRole("link").first();
  const address = await link.getAttribute("href");
  const read = page.locator(`a[href="${address}"]`);
  const before = await read.boundingBox();
  await client.invoke(ECHO, { text: "late" });
  await eventually(async () => Number(await table.getAttribute("aria-rowcount"))).toBe(total + 1);
  await eventually(async () => Math.round((await read.boundingBox())?.y ?? -1)).toBe(Math.round(before?.y ?? -2));
});

test("the profile is shown changed at once; what the hub refuses is taken back and said, and nothing that was typed is lost", async () => {
  const { page, client } = person;
  await page.goto("/settings");
  await page.getByRole("button", { name: "Edit the profile" }).click();
  const dialog = page.getByRole("dialog", { name: "Edit the profile" });
  await dialog.getByLabel("What it does").fill("Reads papers by night");
  await dialog.getByLabel("Tags").fill("research, summaries");
  await dialog.getByLabel("Told of handoffs at").fill("https://agent.example/handoffs");
  const answer = Promise.withResolvers<void>();
  await page.route("**/api/v1/agents/*", async (route) => {
    await answer.promise;
    await route.continue();
  });
  await dialog.getByRole("button", { name: "Save" }).click();
  const shown = page.locator("dd").getByText("Reads papers by night");
  await shown.waitFor();
  answer.resolve();
  await dialog.getByText(/callbacks\/secret/).waitFor();
  await page.unroute("**/api/v1/agents/*");
  expect(await shown.count()).toBe(0);
  await answerOf(client.api.POST("/api/v1/mcp/callbacks/secret"));
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByText("The profile is saved.").waitFor();
  await page.getByText("Reads papers by night").waitFor();
  await page.reload();
  for (const kept of ["Reads papers by night", "research, summaries", "https://agent.example/handoffs"]) {
    await page.getByText(kept).waitFor();
  }
});

test("other browsers are signed out from here, one or all, and this one stays", async () => {
  const { page, client } = person;
  const { apiKey } = await answerOf(client.api.POST("/api/v1/keys", { body: { name: "elsewhere" } }));
  const signIn = async (userAgent: string) => {
    const answer = await fetch(new URL("/api/v1/auth/session", hub.url), {
      method: "POST",
      headers: { "Content-Type": "application/json", "User-Agent": userAgent },
      body: JSON.stringify({ apiKey }),
    });
    return (answer.headers.get("Set-Cookie") ?? "").split(";")[0] ?? "";
  };
  const cookies = [await signIn("A browser elsewhere"), await signIn("A third one")];
  await page.goto("/settings");
  await page.getByText("this browser", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Sign it out: A browser elsewhere" }).click();
  await page.getByText("A browser elsewhere").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Sign all others out" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Sign all others out" }).click();
  await page.getByText("A third one").waitFor({ state: "detached" });
  for (const Cookie of cookies) {
    const status = async () => (await fetch(new URL("/api/v1/auth/session", hub.url), { headers: { Cookie } })).status;
    await eventually(status).toBe(401);
  }
  await page.getByText("this browser", { exact: true }).waitFor();
});

test("a key is made, shown once, and revoked", async () => {
  const { page } = person;
  await page.goto("/settings");
  await page.getByRole("button", { name: "New key" }).click();
  const dialog = page.getByRole("dialog", { name: "New key" });
  await dialog.getByLabel("Name").fill("night job");
  await dialog.getByLabel("keys:write").uncheck();
  await dialog.getByRole("button", { name: "Create the key" }).click();
  await page.getByText(/^nxc_live_\w{20,}$/).waitFor();
  await page.getByRole("button", { name: "Revoke: night job" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("listitem").filter({ hasText: "night job" }).getByText("revoked").waitFor();
});

test("⌘K finds pages and tools", async () => {
  const { page } = person;
  await page.goto("/settings");
  await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").fill("json_diff");
  await page.getByRole("option", { name: /json_diff/ }).click();
  await page.getByRole("heading", { level: 1, name: "json_diff" }).waitFor();
});

test("the dashboard speaks Korean, in its charts too, and remembers it", async () => {
  const { page, client } = person;
  await client.invoke(HASH, { text: "abc" });
  const ofHash = { params: { path: { toolId: HASH } } };
  const statistics = () => answerOf(client.api.GET("/api/v1/mcp/tools/{toolId}/stats", ofHash));
  await eventually(async () => (await statistics()).total.calls).toBeGreaterThan(0);
  await page.goto("/settings");
  await page.getByLabel("Language").selectOption("ko");
  await page.getByRole("heading", { level: 1, name: "설정" }).waitFor();
  await page.goto(`/tools/${HASH}?tab=statistics`);
  await page.locator(".u-legend").first().getByText("시각").waitFor();
  await page.goto("/settings");
  await page.getByLabel("언어").selectOption("en");
  await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
});

test.each(["light", "dark"] as const)(
  "axe finds nothing on any page, and the page breaks no policy: %s",
  async (theme) => {
    expect(await accessibilityFaultsOn(person.page, PAGES, theme)).toEqual({});
    expect(person.faults).toEqual([]);
  },
);

test("on a phone nothing is wider than the screen", async () => {
  expect(await widerThanPhone(person.page, PAGES)).toEqual([]);
});

test("on paper a page has all the room, is dark on light in either theme, and hides nothing behind a scroll bar", async () => {
  const { page } = person;
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await page.goto(`/tools/${HASH}?tab=examples`);
  await page.getByRole("group").first().waitFor();
  expect(await page.getByRole("navigation").count()).toBe(0);
  expect(await page.getByRole("button", { name: "Copy" }).count()).toBe(0);
  const paper = await page.evaluate(`({
    isWide: document.querySelector("main").getBoundingClientRect().width > innerWidth * 0.9,
    scheme: getComputedStyle(document.documentElement).colorScheme,
    hidden: [...document.querySelectorAll("pre")].filter((pre) => pre.scrollWidth > pre.clientWidth).length,
  })`);
  expect(paper).toEqual({ isWide: true, scheme: "light", hidden: 0 });
  await page.emulateMedia({ media: null, colorScheme: null });
});
