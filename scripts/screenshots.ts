// npm run screenshots: every page of the dashboard, as it looks, into docs/screenshots/. Look at them.

import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launchBrowser } from "../test/harness/browser.ts";
import { signedIn } from "../test/harness/dashboard-person.ts";
import { ROOT } from "./build-worker.ts";
import { startHub } from "./hub.ts";

const FOLDER = join(ROOT, "docs/screenshots");
const SETTLED_AFTER_MS = 700;

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
      { id: "each", forEach: { items: [1, 2, 3] }, transform: "{{item}}" },
      { id: "join", transform: { hex: "{{steps.hash.result.hex}}", at: "{{steps.now.result.iso}}" } },
      { id: "approval", wait: { signal: "approved" }, dependsOn: ["join", "each"] },
    ],
  });
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
    run: `/runs/${runId}?step=join`,
    "run-graph": `/runs/${runId}?tab=graph`,
    "run-timeline": `/runs/${runId}?tab=timeline`,
    calls: "/calls",
    settings: "/settings",
  };
  for (const [name, path] of Object.entries(pages)) {
    await page.goto(path);
    await page.waitForTimeout(SETTLED_AFTER_MS);
    await page.screenshot({ path: join(FOLDER, `${name}.png`) });
  }
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto("/registry");
  await page.waitForTimeout(SETTLED_AFTER_MS);
  await page.screenshot({ path: join(FOLDER, "registry-dark.png") });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/calls");
  await page.waitForTimeout(SETTLED_AFTER_MS);
  await page.screenshot({ path: join(FOLDER, "calls-phone-dark.png") });
} finally {
  await browser.close();
  await hub.stop();
  await rm(data, { recursive: true, force: true });
}
