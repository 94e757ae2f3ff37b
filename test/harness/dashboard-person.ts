// Somebody at the dashboard: a browser that is signed in as an agent of its own, and that notes what a page must not do.

import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { HubClient } from "../../scripts/hub-client.ts";

export interface Person {
  readonly page: Page;
  /** The same agent, for what a test prepares past the pages. */
  readonly client: HubClient;
  /** What went wrong in the browser: uncaught errors, and what the Content-Security-Policy refused. */
  readonly faults: readonly string[];
}

export async function signedIn(browser: Browser, hubUrl: string, name: string): Promise<Person> {
  const { client, agent } = await new HubClient(hubUrl).register(name);
  const context = await browser.newContext({
    baseURL: hubUrl,
    locale: "en-US",
    viewport: { width: 1280, height: 900 },
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) faults.push(message.text());
  });
  await page.goto("/");
  await page.getByLabel("API key").fill(agent.apiKey);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { level: 1, name: "Start" }).waitFor();
  return { page, client, faults };
}

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** All that another theme changes. */
const COLOURS = ["color-contrast"];

/** What axe finds on the page as it is (WCAG 2.2 A and AA), a line each. */
export async function accessibilityFaults(page: Page, isOfColours = false): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(
    async (runOnly) => {
      const { axe: onPage } = globalThis as unknown as { axe: typeof import("axe-core") };
      const { violations } = await onPage.run({ runOnly });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
    },
    isOfColours ? { type: "rule" as const, values: COLOURS } : { type: "tag" as const, values: WCAG },
  );
  return found;
}

/** What axe finds, by the path of the page; in the dark, of the colours. */
export async function accessibilityFaultsOn(
  page: Page,
  paths: readonly string[],
  theme: "light" | "dark",
): Promise<Record<string, string[]>> {
  await page.emulateMedia({ colorScheme: theme });
  const found: Record<string, string[]> = {};
  for (const path of paths) {
    await page.goto(path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.getByText("Loading…").first().waitFor({ state: "detached" });
    const here = await accessibilityFaults(page, theme === "dark");
    if (here.length > 0) found[path] = here;
  }
  return found;
}

/** The pages that are wider than a phone's screen. */
export async function widerThanPhone(page: Page, paths: readonly string[]): Promise<string[]> {
  const before = page.viewportSize();
  await page.setViewportSize({ width: 360, height: 740 });
  const wide: string[] = [];
  for (const path of paths) {
    await page.goto(path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.getByText("Loading…").first().waitFor({ state: "detached" });
    const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
    if (Number(overflow) > 0) wide.push(path);
  }
  if (before !== null) await page.setViewportSize(before);
  return wide;
}
