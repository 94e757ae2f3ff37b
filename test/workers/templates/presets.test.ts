// Every preset, as a user would have it: made into a workflow with tools of a provider in its slots, and really run.

import { beforeAll, describe, expect, inject, test, vi } from "vitest";
import { readPresets } from "../../../api/templates/presets.ts";
import { call, newAgent, type TestAgent } from "../api/hub.ts";
import { tradeTool, type TradeTool } from "./trade-tools.ts";

const provider = inject("providerUrl");

interface Example {
  /** By slot. */
  readonly tools?: Readonly<Record<string, TradeTool>>;
  /** In place of the preset's own, which names addresses that do not exist here. */
  readonly input?: unknown;
  readonly output: unknown;
  /** What happens while it runs. */
  readonly meanwhile?: (runId: string) => Promise<void>;
  /** What happened before. */
  readonly before?: () => Promise<unknown>;
}

let user: TestAgent;
/** An agent that takes work over. */
let expert: TestAgent;

beforeAll(async () => {
  [user, expert] = [await newAgent("user"), await newAgent("expert")];
  const profile = { name: "expert", tags: ["fact-check", "moderation"] };
  await call("PUT", `/api/v1/agents/${expert.id}`, { key: expert.key, body: profile });
});

const models = (...slots: string[]) => Object.fromEntries(slots.map((slot) => [slot, "complete" as const]));
const something = expect.any(String);

const EXAMPLES: Record<string, Example> = {
  research_and_summarize: {
    tools: { search: "search", read: "page-of", model: "complete" },
    output: { summary: something, sources: expect.toSatisfy((sources: unknown[]) => sources.length === 5) },
  },
  scrape_and_merge: {
    input: { urls: [`${provider}/page`, `${provider}/status?code=404`] },
    output: { pages: [{ url: `${provider}/page`, text: "IT WORKS!" }], failed: 1 },
  },
  map_reduce: { tools: models("model"), output: { answer: something, items: 3 } },
  enrich_csv: {
    tools: { lookup: "lookup" },
    input: {
      csv: `name,domain\n${["ada1", "ada2", "ada3", "ada4", "bob"].map((name) => `${name},${name}.example`).join("\n")}`,
    },
    output: {
      rows: expect.arrayContaining([
        { name: "ada1", domain: "ada1.example", size: 12 },
        { name: "bob", domain: "bob.example" },
      ]),
      notFound: 1,
    },
  },
  watch_page: {
    tools: { recall: "recall", remember: "remember", notify: "echo" },
    input: { url: `${provider}/page` },
    before: () => post("/remember", { key: `page:${provider}/page`, value: "something else" }),
    output: { changed: true, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
  },
  approve_then_act: {
    tools: { notify: "echo", act: "echo" },
    meanwhile: (runId) => signal(runId, "decision", { approved: true, comment: "go ahead" }),
    output: { approved: true, comment: "go ahead", result: { echo: { payload: { order: 1042, amountUsd: 30 } } } },
  },
  book_trip: {
    tools: {
      reserve_flight: "reserve",
      cancel_flight: "echo",
      reserve_hotel: "reserve",
      cancel_hotel: "echo",
      charge: "charge",
    },
    output: { flight: something, hotel: something, payment: "pay-1" },
  },
  fallback_provider: { tools: models("primary", "backup"), output: { text: something, usedBackup: false } },
  consensus_of_three: {
    tools: models("model_a", "model_b", "model_c", "judge"),
    output: { answer: something, answers: [something, something, something] },
  },
  nightly_report: {
    tools: { metric: "metric", notify: "echo" },
    output: { report: "Last night\n\norders: 6\nerrors: n/a\nvisitors: 8" },
  },
  expert_review: {
    tools: { notify: "echo" },
    meanwhile: () => answerHandoff({ approved: false, notes: "It is 5,000." }),
    output: { approved: false, notes: "It is 5,000." },
  },
  deduplicate_records: {
    output: {
      records: [
        { name: "Ada", mail: "ada@example.com" },
        { name: "Bob", mail: "bob@example.com" },
      ],
      removed: 1,
    },
  },
  collect_events: {
    tools: { deliver: "echo" },
    meanwhile: async (runId) => {
      for (const name of ["shipment", "order", "payment"]) await signal(runId, name, { of: name });
    },
    output: {
      events: { order: { of: "order" }, payment: { of: "payment" }, shipment: { of: "shipment" } },
      missing: [],
    },
  },
  bulk_update: { tools: { update: "echo" }, output: { updated: 3, failed: [] } },
  poll_until_ready: {
    tools: { start: "start-job", status: "job-status" },
    input: { request: { kind: "export" }, intervalMs: 20 },
    output: { ready: true, job: { state: "done", result: { file: "export.zip" } } },
  },
  translate_and_verify: {
    tools: { translate: "translate", model: "complete" },
    output: { text: "[ko] The meeting is moved to Friday.", corrected: false },
  },
  extract_and_validate: {
    tools: { extract: "extract" },
    output: { data: { number: "77", total: "120", due: "2027-01-31" }, missing: ["vat"] },
  },
  compare_prompts: { tools: models("model", "judge"), output: { a: 0, b: 2, draws: 0 } },
  compare_subjects: {
    tools: { search: "search", model: "complete" },
    output: {
      comparison: something,
      briefs: ["honey bees", "bumblebees"].map((subject) => {
        return { subject, text: something, sources: expect.toSatisfy((sources: unknown[]) => sources.length > 0) };
      }),
      missing: 0,
    },
  },
  incremental_sync: {
    tools: { recall: "recall", changes: "changes", write: "echo", remember: "remember" },
    output: { written: 2, next: "2" },
  },
  escalate_on_silence: {
    tools: { notify: "echo" },
    meanwhile: (runId) => signal(runId, "acknowledged", { by: "ana" }),
    output: { acknowledgedBy: "ana" },
  },
  triage_tickets: {
    tools: { model: "complete", billing: "echo", technical: "echo", general: "echo" },
    output: { team: "billing" },
  },
  feed_digest: {
    tools: { notify: "echo" },
    input: { feedUrl: `${provider}/feed`, since: "2026-11-01T00:00:00Z" },
    output: { items: 1, digest: "- New https://feed.example/2" },
  },
  compare_endpoints: {
    tools: { notify: "echo" },
    input: { expectedUrl: `${provider}/feed`, actualUrl: `${provider}/echo` },
    output: { same: false, patch: expect.arrayContaining([expect.objectContaining({ op: "remove" })]) },
  },
  moderate_and_publish: {
    tools: { check: "moderate", publish: "echo" },
    input: { text: "This may do harm." },
    meanwhile: () => answerHandoff({ approved: true }),
    output: { published: true, reviewed: true },
  },
  archive_webhook: {
    tools: { archive: "echo" },
    output: { id: expect.stringMatching(/^[0-9a-f-]{36}$/), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
  },
};

test("every preset is in the table", () => {
  expect(
    readPresets()
      .map(({ id }) => id)
      .toSorted(),
  ).toEqual(Object.keys(EXAMPLES).toSorted());
});

describe.each(readPresets().map((preset) => [preset.id, preset] as const))("%s", (id, preset) => {
  test("takes the provider's tools into its slots, runs, and gives what it promises", async () => {
    const example = EXAMPLES[id] ?? { output: undefined };
    const workflow = await instantiated(id, example);
    await example.before?.();
    const run = await finished(workflow, example.input ?? preset.exampleInput, example.meanwhile);
    expect([run.status, run.error]).toEqual(["success", null]);
    expect(run.output).toEqual(example.output);
  });

  test("a dry run of the workflow that it makes ends well", async () => {
    const workflow = await instantiated(id, EXAMPLES[id] ?? { output: undefined });
    const { body: stored } = await call("GET", `/api/v1/workflows/${workflow}`, { key: user.key });
    const body = { definition: stored.definition, input: preset.exampleInput };
    const dry = await call("POST", "/api/v1/workflows/dry-run", { key: user.key, body });
    expect([dry.status, dry.body.status, dry.body.error]).toEqual([200, "success", null]);
  });

  test("and so does one of the template itself, with nothing said and every slot open", async () => {
    const { status, body } = await call("POST", `/api/v1/templates/tpl_nexus_${id}/dry-run`, {
      key: user.key,
      body: {},
    });
    expect([status, body.status, body.error]).toEqual([200, "success", null]);
  });
});

test("a trip that cannot be paid leaves no reservation behind", async () => {
  const workflow = await instantiated("book_trip", EXAMPLES["book_trip"] ?? { output: undefined });
  const { exampleInput } = readPresets().find(({ id }) => id === "book_trip") ?? { exampleInput: {} };
  const run = await finished(workflow, { ...Object(exampleInput), amountUsd: 1_001 });
  expect(run.status).toBe("failed");
  const undone = ["flight", "hotel"].map((step) => run.stepResults[step].undone);
  expect(undone).toMatchObject([[{ status: "success" }], [{ status: "success" }]]);
});

test("where nobody answers, the second and then everybody is told", async () => {
  const workflow = await instantiated("escalate_on_silence", EXAMPLES["escalate_on_silence"] ?? { output: undefined });
  const { body } = await call("GET", `/api/v1/workflows/${workflow}`, { key: user.key });
  const hasty = JSON.parse(JSON.stringify(body.definition).replaceAll("900000", "50"));
  await call("PUT", `/api/v1/workflows/${workflow}`, { key: user.key, body: hasty });
  const { exampleInput } = readPresets().find(({ id }) => id === "escalate_on_silence") ?? { exampleInput: {} };
  const run = await finished(workflow, exampleInput);
  expect([run.status, run.output]).toEqual(["success", { acknowledgedBy: null }]);
  expect(run.stepResults.tell_everybody.result.echo.to).toBe("#operations");
});

async function instantiated(id: string, { tools = {} }: Example): Promise<string> {
  const bound = Object.entries(tools).map(async ([slot, kind]) => [slot, await tradeTool(user, kind)] as const);
  const slots = Object.fromEntries(await Promise.all(bound));
  const path = `/api/v1/templates/tpl_nexus_${id}/instantiate`;
  const { status, body } = await call("POST", path, { key: user.key, body: { slots } });
  expect([status, body.errors ?? [], body.warnings]).toEqual([201, [], []]);
  return body.id;
}

async function finished(workflow: string, input: unknown, meanwhile?: (runId: string) => Promise<void>) {
  const started = await call("POST", `/api/v1/workflows/${workflow}/execute`, { key: user.key, body: { input } });
  expect(started.status).toBe(202);
  const { runId } = started.body;
  await meanwhile?.(runId);
  return vi.waitFor(
    async () => {
      const { body } = await call("GET", `/api/v1/workflow-runs/${runId}`, { key: user.key });
      expect(["success", "failed", "cancelled"]).toContain(body.status);
      return body;
    },
    { timeout: 50_000, interval: 100 },
  );
}

async function signal(runId: string, name: string, payload: unknown): Promise<void> {
  const path = `/api/v1/workflow-runs/${runId}/signals/${name}`;
  const { status } = await call("POST", path, { key: user.key, body: { payload } });
  expect(status).toBeLessThan(300);
}

async function answerHandoff(result: unknown): Promise<void> {
  const id = await vi.waitFor(
    async () => {
      const { body } = await call("GET", "/api/v1/handoffs?status=pending", { key: expert.key });
      expect(body.data).toHaveLength(1);
      return body.data[0].id as string;
    },
    { timeout: 50_000, interval: 100 },
  );
  await call("POST", `/api/v1/handoffs/${id}/accept`, { key: expert.key });
  const { status } = await call("POST", `/api/v1/handoffs/${id}/complete`, { key: expert.key, body: { result } });
  expect(status).toBe(200);
}

async function post(path: string, body: unknown): Promise<void> {
  await fetch(provider + path, { method: "POST", body: JSON.stringify(body) });
}
