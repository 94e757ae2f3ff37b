// npm run screenshots [-- name…]: every page of the dashboard, or the named ones, as it looks, into docs/screenshots/.
// Look at them.

import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { launchBrowser } from "../test/harness/browser.ts";
import { signedIn } from "../test/harness/dashboard-person.ts";
import { ROOT } from "./build-worker.ts";
import { startHub } from "./hub.ts";
import { preparePages } from "./screenshot-pages.ts";

const FOLDER = join(ROOT, "docs/screenshots");
const SETTLED_AFTER_MS = 700;

const wanted = new Set(process.argv.slice(2));
const isWanted = (name: string) => wanted.size === 0 || wanted.has(name);

const data = await mkdtemp(join(tmpdir(), "nexuscall-screenshots-"));
const hub = await startHub({ data });
const browser = await launchBrowser();
try {
  await mkdir(FOLDER, { recursive: true });
  const { page, client } = await signedIn(browser, hub.url, "Ada");
  for (const text of ["a", "b", "c"]) await client.invoke("tool_nexus_hash", { text });
  const workflowId = await client.define({
    name: "research",
    description: "Two looks at one text, and what becomes of them",
    inputSchema: { type: "object", properties: { text: { type: "string" } }, required: ["text"] },
    steps: [
      { id: "hash", toolId: "tool_nexus_hash", arguments: { text: "{{input.text}}" } },
      { id: "now", toolId: "tool_nexus_now", arguments: {} },
      { id: "each", forEach: { items: [1, 2, 3] }, when: "{{= $steps.hash.result.hex != '' }}", transform: "{{item}}" },
      { id: "join", transform: { hex: "{{steps.hash.result.hex}}", at: "{{steps.now.result.iso}}" } },
      { id: "approval", wait: { signal: "approved" }, dependsOn: ["join", "each"] },
    ],
  });
  await client.execute(workflowId, { text: "bees" });
  const runId = await client.execute(workflowId, { text: "honey" });
  const pages = {
    start: "/",
    registry: "/registry",
    tool: "/tools/tool_nexus_hash",
    "tool-schemas": "/tools/tool_nexus_http_get?tab=schemas",
    "tool-statistics": "/tools/tool_nexus_hash?tab=statistics",
    "tool-examples": "/tools/tool_nexus_hash?tab=examples",
    playground: "/playground?tool=tool_nexus_hash",
    "my-tools-new": "/my-tools/new",
    workflows: "/workflows",
    "workflows-new": "/workflows/new",
    workflow: `/workflows/${workflowId}`,
    builder: `/workflows/${workflowId}/edit`,
    "builder-json": `/workflows/${workflowId}/edit?show=json`,
    "builder-list": `/workflows/${workflowId}/edit?view=list`,
    run: `/runs/${runId}?step=join`,
    "run-graph": `/runs/${runId}?tab=graph&step=join`,
    "run-timeline": `/runs/${runId}?tab=timeline`,
    "run-compare": `/runs/${runId}?tab=compare&step=now`,
    calls: "/calls",
    ...(await preparePages(client)),
    settings: "/settings",
  };
  for (const [name, path] of Object.entries(pages)) await shootAt(page, name, path);
  if (isWanted("builder-step")) {
    await page.goto(`/workflows/${workflowId}/edit`);
    await page.locator('.react-flow__node[data-id="hash"]').click();
    await page.getByLabel("text *").fill("{{st");
    await shoot(page, "builder-step");
  }
  if (isWanted("builder-trial")) {
    await page.goto(`/workflows/${workflowId}/edit?show=trial`);
    await page.getByRole("button", { name: "Run dry" }).click();
    await shoot(page, "builder-trial");
  }
  await page.emulateMedia({ colorScheme: "dark" });
  for (const [name, path] of [
    ["registry-dark", "/registry"],
    ["builder-dark", `/workflows/${workflowId}/edit`],
    ["server-changes-dark", pages["server-changes"]],
    ["handoff-dark", pages.handoff],
    ["template-dark", pages.template],
    ["usage-dark", pages["usage-called"]],
  ] as const) {
    await shootAt(page, name, path);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  for (const [name, path] of [
    ["calls-phone-dark", "/calls"],
    ["builder-phone-dark", `/workflows/${workflowId}/edit`],
    ["handoff-phone-dark", pages.handoff],
    ["template-phone-dark", pages.template],
    ["usage-phone-dark", pages["usage-called"]],
  ] as const) {
    await shootAt(page, name, path);
  }
} finally {
  await browser.close();
  await hub.stop();
  await rm(data, { recursive: true, force: true });
}

async function shootAt(page: Page, name: string, path: string): Promise<void> {
  if (!isWanted(name)) return;
  await page.goto(path);
  await shoot(page, name);
}

async function shoot(page: Page, name: string): Promise<void> {
  await page.getByText("Loading…").first().waitFor({ state: "detached" });
  const isDrawn = (await page.locator(".react-flow").count()) > 0 && !page.url().endsWith("/workflows/new");
  if (isDrawn) await page.locator(".react-flow__node").first().waitFor();
  await page.waitForTimeout(SETTLED_AFTER_MS);
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
}
