// How long the dashboard takes to answer a hand, on a canvas of 500 steps, on their list, on a run of 500 steps that goes on, and
// on a log of 10,000 calls: from an input until
// the next picture, as the browser's own Event Timing has it (in steps of 8 ms), and what the page's thread itself worked for
// it, which other work on the machine does not change by much.

import type { CDPSession, Locator, Page } from "playwright-core";
import { launchBrowser } from "../test/harness/browser.ts";
import type { WorkflowDefinition } from "../scripts/hub-client.ts";
import type { Contestants } from "./contestants.ts";
import { fire } from "./rounds.ts";
import { median, ms, table } from "./table.ts";

const STEPS = 500;
const CALLS = 10_000;
const TIMES = 5;
/** Of a page, before it is measured. */
const SETTLED_AFTER_MS = 2_000;
/** A run that goes on. */
const WATCHED_MS = 3_000;

export async function measureDashboard({ hub, headers, toolId }: Contestants): Promise<string> {
  const workflowId = await hub.define(wideAndDeep(toolId));
  const url = `${hub.url}/api/v1/mcp/invoke/${toolId}`;
  await fire({ url, headers, body: '{"arguments":{"n":1}}', expect: '"success"', connections: 32, requests: CALLS });

  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({
      baseURL: hub.url,
      viewport: { width: 1440, height: 900 },
      locale: "en-US",
    });
    const page = await context.newPage();
    page.setDefaultTimeout(120_000);
    await page.goto("/");
    await page.getByLabel("API key").fill((headers["authorization"] ?? "").replace("Bearer ", ""));
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { level: 1, name: "Start" }).waitFor();
    const thread = await context.newCDPSession(page);
    await thread.send("Performance.enable", { timeDomain: "threadTicks" });
    const hand = new Hand(page, thread);
    const rows = [["", "to the next picture, median", "longest", "work, median", "aim"]];
    for (const [name, figures] of [
      ...(await onCanvas(hand, workflowId)),
      ...(await onList(hand, workflowId)),
      ...(await onRun(hand, await hub.execute(await hub.define(oneAfterTheOther()), {}))),
      ...(await onLog(hand)),
    ]) {
      const { waits, works } = figures;
      rows.push([
        name,
        ms(median(waits)),
        ms(Math.max(...waits)),
        works.length > 0 ? ms(median(works)) : "",
        "≤ 100 ms",
      ]);
    }
    return table(rows);
  } finally {
    await browser.close();
  }
}

interface Figures {
  readonly waits: readonly number[];
  /** Milliseconds of the page's thread; none where only frames were looked at. */
  readonly works: readonly number[];
}
type Row = readonly [name: string, figures: Figures];

async function onCanvas(hand: Hand, workflowId: string): Promise<Row[]> {
  const { page } = hand;
  await page.goto(`/workflows/${workflowId}/edit`);
  await page.locator(".react-flow__node").first().waitFor();
  await page.waitForTimeout(SETTLED_AFTER_MS);
  // Wholly in sight: the view stays where it is when one of them is chosen.
  const ids = await page.evaluate<string[]>(`(() => {
    const canvas = document.querySelector(".react-flow").getBoundingClientRect();
    const isInside = ({ left, right, top, bottom }) =>
      left > canvas.left && right < canvas.right && top > canvas.top && bottom < canvas.bottom;
    return [...document.querySelectorAll(".react-flow__node")]
      .filter((node) => isInside(node.getBoundingClientRect()))
      .map((node) => node.dataset.id);
  })()`);
  const inSight = ids.slice(0, TIMES);
  const node = (at: number) => page.locator(`.react-flow__node[data-id="${inSight[at % inSight.length]}"]`);
  const rows: Row[] = [];
  const row = (name: string, figures: Figures) => rows.push([`${STEPS} steps: ${name}`, figures]);

  row("one is chosen", await hand.does((time) => node(time).click({ force: true })));
  await node(1).click();
  const field = page.getByRole("textbox", { name: "n *" });
  await field.fill("");
  row("a letter in an argument", await hand.does((time) => field.press(String(time % 10))));
  await page.waitForTimeout(SETTLED_AFTER_MS);
  row("one is dragged, a frame", await hand.frames(() => drag(page, node(0))));
  // What is added comes into sight, and what was in it may go.
  row("one is added", await hand.does(() => page.getByRole("button", { name: "Wait", exact: true }).click()));
  row("undo", await hand.does(() => page.keyboard.press("Control+z")));

  await zoomOut(page);
  row("all in sight: one is chosen", await hand.does((time) => node(time).click({ force: true })));
  row(
    "all in sight: one is added",
    await hand.does(() => page.getByRole("button", { name: "Wait", exact: true }).click()),
  );
  return rows;
}

async function onList(hand: Hand, workflowId: string): Promise<Row[]> {
  const { page } = hand;
  await page.goto(`/workflows/${workflowId}/edit?view=list`);
  const list = page.getByRole("list", { name: "Graph of the steps" });
  const step = (at: number) => list.getByRole("button", { name: `s${at}`, exact: true });
  await step(0).waitFor();
  await page.waitForTimeout(SETTLED_AFTER_MS);
  const chosen = await hand.does((time) => step(time).click());
  const added = await hand.does(() => page.getByRole("button", { name: "Wait", exact: true }).click());
  return [
    [`list of ${STEPS} steps: one is chosen`, chosen],
    [`list of ${STEPS} steps: one is added`, added],
  ];
}

/** All in sight, and several ending in each second. */
async function onRun(hand: Hand, runId: string): Promise<Row[]> {
  const { page } = hand;
  await page.goto(`/runs/${runId}?tab=graph`);
  const node = (at: number) => page.locator(`.react-flow__node[data-id="s${at}"]`);
  await page.locator(".react-flow__node").first().waitFor();
  await page.getByRole("button", { name: "Show everything" }).click();
  await node(STEPS - 1).waitFor();
  await page.waitForTimeout(SETTLED_AFTER_MS);
  const chosen = await hand.does((time) => node(STEPS - 1 - time).click({ force: true }));
  const frames = await hand.frames(() => page.waitForTimeout(WATCHED_MS));
  return [
    [`run of ${STEPS} steps, going on: one is chosen`, chosen],
    [`run of ${STEPS} steps, going on: a frame`, frames],
  ];
}

async function onLog(hand: Hand): Promise<Row[]> {
  const { page } = hand;
  await page.goto("/calls");
  const more = page.getByRole("button", { name: "Show more" });
  await more.waitFor();
  const count = async () => Number(await page.getByRole("table").getAttribute("aria-rowcount")) - 1;
  while ((await count()) < CALLS - 100) {
    await page.evaluate(
      `[...document.querySelectorAll("button")].find((one) => one.textContent === "Show more")?.click()`,
    );
    await page.waitForTimeout(20);
  }
  const asked = await hand.does(() => more.click(), 1);
  await page.keyboard.press("Home");
  await page.waitForTimeout(SETTLED_AFTER_MS);
  const scrolled = await hand.frames(async () => {
    for (let turn = 0; turn < 60; turn++) await page.mouse.wheel(0, 1_500);
  });
  await page.keyboard.press("Home");
  const paused = await hand.does((time) =>
    page.getByRole("button", { name: time % 2 === 0 ? "Pause" : "Go on" }).click(),
  );
  return [
    [`${CALLS} calls: more are asked for`, asked],
    [`${CALLS} calls: a frame while scrolling`, scrolled],
    [`${CALLS} calls: paused, gone on`, paused],
  ];
}

async function drag(page: Page, node: Locator): Promise<void> {
  const box = await node.boundingBox();
  if (box === null) throw new Error("The step is not in sight.");
  await page.mouse.move(box.x + 60, box.y + 10);
  await page.mouse.down();
  for (let move = 0; move < 30; move++) await page.mouse.move(box.x + 60 + move * 3, box.y + 10 + move * 2);
  await page.mouse.up();
}

async function zoomOut(page: Page): Promise<void> {
  const box = await page.getByRole("group", { name: "Graph of the steps" }).boundingBox();
  if (box === null) throw new Error("There is no canvas.");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  for (let turn = 0; turn < 12; turn++) await page.mouse.wheel(0, 400);
  await page.waitForTimeout(SETTLED_AFTER_MS);
}

/** What does things on the page, and how long the page takes for each. */
class Hand {
  readonly page: Page;
  readonly #thread: CDPSession;

  constructor(page: Page, thread: CDPSession) {
    this.page = page;
    this.#thread = thread;
  }

  /** Of each time, the longest wait. An answer within the first frame counts as 16 ms. */
  async does(act: (time: number) => Promise<unknown>, times = TIMES): Promise<Figures> {
    const waits: number[] = [];
    const works: number[] = [];
    for (let time = 0; time < times; time++) {
      await this.page.evaluate(`
        globalThis.longest = 16;
        globalThis.observer?.disconnect();
        globalThis.observer = new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries()) globalThis.longest = Math.max(globalThis.longest, duration);
        });
        globalThis.observer.observe({ type: "event", durationThreshold: 16 });
      `);
      const before = await this.#workedMs();
      await act(time);
      // The browser tells of an event after the picture that followed it.
      await this.page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 120)))");
      works.push((await this.#workedMs()) - before);
      waits.push(Number(await this.page.evaluate("globalThis.longest")));
    }
    return { waits, works };
  }

  /** The time from each frame to the next while something goes on. */
  async frames(act: () => Promise<unknown>): Promise<Figures> {
    await this.page.evaluate(`
      globalThis.frames = [];
      globalThis.counting = true;
      (function count(before) {
        requestAnimationFrame((now) => {
          if (before !== undefined) globalThis.frames.push(now - before);
          if (globalThis.counting) count(now);
        });
      })();
    `);
    await act();
    return {
      waits: await this.page.evaluate<number[]>("globalThis.counting = false, globalThis.frames"),
      works: [],
    };
  }

  /** By the page's thread, but for what it does for this bench. */
  async #workedMs(): Promise<number> {
    const { metrics } = await this.#thread.send("Performance.getMetrics");
    const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0;
    return (of("TaskDuration") - of("DevToolsCommandDuration")) * 1_000;
  }
}

/** As deep as it is wide; every step reads two others. */
function wideAndDeep(toolId: string): WorkflowDefinition {
  return {
    name: "wide_and_deep",
    inputSchema: { type: "object", properties: { n: { type: "integer" } } },
    steps: Array.from({ length: STEPS }, (_, at) => ({
      id: `s${at}`,
      toolId,
      arguments: { n: at < 22 ? "{{input.n}}" : `{{= $steps.s${at - 22}.result.n + $steps.s${at - 21}.result.n }}` },
    })),
  };
}

/** As many ways side by side as the other is wide, each step a pause after the one before: for half a minute. */
function oneAfterTheOther(): WorkflowDefinition {
  return {
    name: "one_after_the_other",
    steps: Array.from({ length: STEPS }, (_, at) => ({
      id: `s${at}`,
      wait: { ms: 1_200 + (at % 22) * 20 },
      ...(at >= 22 && { dependsOn: [`s${at - 22}`] }),
    })),
  };
}
