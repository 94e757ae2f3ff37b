// What the tools do that people put into templates: a language model, a store, a booking office … each as a stranger's
// would, and always the same.

import type { Behaviour, Reply } from "./behaviours.ts";

const kept = new Map<string, unknown>();
const looks = new Map<string, number>();

export function forgetTrade(): void {
  kept.clear();
  looks.clear();
}

/** What a model says, by what it is asked. */
const ANSWERS: readonly (readonly [RegExp, string])[] = [
  [/Answer FAITHFUL/, "FAITHFUL"],
  [/Answer with A or B/, "B, by far."],
  [/billing, technical or general[^]*invoice/, "Billing"],
  [/billing, technical or general/, "hard to say"],
];

export const tradeBehaviours: Readonly<Record<string, Behaviour>> = {
  complete: ({ arguments: { prompt } }) => {
    const [, answer] = ANSWERS.find(([asked]) => asked.test(String(prompt))) ?? [];
    return json({ text: answer ?? `About ${String(prompt).length} characters`, tokens: String(prompt).length });
  },
  "page-of": ({ arguments: { url } }) => json({ url, status: 200, body: `<h1>Page</h1><p>At ${String(url)}</p>` }),
  lookup: ({ arguments: { row } }) => {
    const { domain } = row as { domain?: string };
    return domain?.startsWith("ada") ? json({ fields: { size: 12 } }) : json({ error: "unknown" }, 404);
  },
  recall: ({ arguments: { key } }) => json({ value: kept.get(String(key)) ?? null }),
  remember: ({ arguments: { key, value } }) => {
    kept.set(String(key), value);
    return json({ kept: true });
  },
  reserve: ({ arguments: asked }) => json({ reservationId: `res-${JSON.stringify(asked).length}` }),
  // Declines what costs more than a thousand.
  charge: ({ arguments: { amountUsd } }) =>
    Number(amountUsd) > 1_000 ? json({ error: "declined" }, 402) : json({ paymentId: "pay-1" }),
  metric: ({ arguments: { name } }) =>
    name === "errors" ? json({ error: "no such metric" }, 404) : json({ value: String(name).length }),
  extract: ({ arguments: { text, fields } }) => {
    const found = Array.from(String(text).matchAll(/(\w+): (\S+?)(?:,|$)/g), ([, name = "", value]) => [name, value]);
    return json({ data: Object.fromEntries(found.filter(([name = ""]) => (fields as string[]).includes(name))) });
  },
  // A text in another language, and back again.
  translate: ({ arguments: { text, to } }) => json({ text: String(text).replace(/^(\[\w+\] )?/, `[${String(to)}] `) }),
  "start-job": ({ arguments: { request } }) => json({ jobId: `job-${JSON.stringify(request)}` }),
  // Is running at the first two looks.
  "job-status": ({ arguments: { jobId } }) => {
    const seen = (looks.get(String(jobId)) ?? 0) + 1;
    looks.set(String(jobId), seen);
    return json(seen < 3 ? { state: "running" } : { state: "done", result: { file: "export.zip" } });
  },
  changes: ({ arguments: { since } }) =>
    json(since === null ? { items: [{ id: 1 }, { id: 2 }], next: "2" } : { items: [{ id: 3 }], next: "3" }),
  moderate: ({ arguments: { text } }) => json({ flagged: /harm/.test(String(text)) }),
  feed: () =>
    json({
      version: "https://jsonfeed.org/version/1.1",
      items: [
        { title: "New", url: "https://feed.example/2", date_published: "2026-11-20T00:00:00Z" },
        { title: "Old", url: "https://feed.example/1", date_published: "2026-10-01T00:00:00Z" },
      ],
    }),
};

function json(value: unknown, status = 200): Reply {
  return { status, body: JSON.stringify(value) };
}
