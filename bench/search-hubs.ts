// Hubs that differ in nothing but how many tools they hold. The tools are written past the API, in bulk; their words are
// as uneven as those of real texts (Zipf's law), and the same for every size.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildWorker } from "../scripts/build-worker.ts";
import { HubClient } from "../scripts/hub-client.ts";
import { prepareData, withDatabases } from "../scripts/prepare-data.ts";
import { type Child, startChild } from "../test/harness/child.ts";

/** Something that somebody may look for. */
interface Search {
  readonly title: string;
  readonly query: Record<string, string>;
  /** What its answer holds; absent: a tool. */
  readonly expect?: string;
}

export const SEARCHES: readonly Search[] = [
  { title: "a common word", query: { q: "search" } },
  { title: "a rare word", query: { q: "barometer" } },
  { title: "the beginning of many", query: { q: "sea" } },
  { title: "the beginning of a common word", query: { q: "weathe" } },
  { title: "two common words", query: { q: "weather data" } },
  { title: "a common and a rare word", query: { q: "search barometer" } },
  { title: "a mistyped common word", query: { q: "wether" } },
  { title: "a mistyped rare word", query: { q: "barometre" } },
  { title: "a common word, by category", query: { q: "search", category: "maps" } },
  { title: "a common word, by tag and price", query: { q: "report", tag: "data", maxPriceUsd: "0" } },
  { title: "a common word, by an offer of none", query: { q: "search", authType: "api_key" }, expect: '"data":[]' },
  { title: "a common word, of the agent that has all", query: { q: "search", agentId: "agent_seed" } },
  { title: "no word, by category", query: { category: "maps" } },
  { title: "no word, the most called", query: { sort: "popularity" } },
];

const COMMON_WORDS = (
  "search weather data image text convert analyze translate calendar invoice customer report email file web page " +
  "summary forecast price stock map route user document table query message list find create update"
).split(" ");
const SYLLABLES = "ba ce di fo gu ka le mi no pu ra se ti vo wa xe yi zo lu me na po ri su to".split(" ");
const CATEGORIES = "maps finance text images science travel office code health games music news".split(" ");
const VOCABULARY = 30_000;
/** How many of the tools have the rare word. */
const RARE = 5;
const ROWS_A_STATEMENT = 500;

const INSERT_TOOLS = `
  INSERT INTO mcp_tools (id, agent_id, name, description, version, tags, category, endpoint, auth_type, call_count,
    created_at, updated_at)
  SELECT value ->> 'id', value ->> 'agentId', value ->> 'name', value ->> 'description', '1.0.0', value -> 'tags',
    value ->> 'category', 'https://tools.example.com/', 'none', value ->> 'calls', value ->> 'at', value ->> 'at'
  FROM json_each(?)`;
const INSERT_TAGS = `
  INSERT INTO mcp_tool_tags (tool_id, tag)
  SELECT tool.value ->> 'id', tag.value FROM json_each(?) tool, json_each(tool.value, '$.tags') tag`;

export interface SearchHub {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Hubs of these many tools, served for as long as `work` takes. */
export async function withSearchHubs(sizes: readonly number[], work: (hubs: SearchHub[]) => Promise<void>) {
  const scratch = await mkdtemp(join(tmpdir(), "nexuscall-bench-"));
  const children: Child[] = [];
  try {
    const hubs: SearchHub[] = [];
    for (const size of sizes) {
      const data = join(scratch, String(size));
      await seed(data, size);
      const child = await startChild([
        join(import.meta.dirname, "../test/harness/hub-main.ts"),
        JSON.stringify({ data }),
      ]);
      children.push(child);
      const { client } = await new HubClient(child.url).register("bench");
      hubs.push({ url: child.url, headers: client.headers });
    }
    await work(hubs);
  } finally {
    await Promise.all(children.map((child) => child.stop()));
    await rm(scratch, { recursive: true, force: true });
  }
}

async function seed(data: string, size: number): Promise<void> {
  const built = await buildWorker();
  await prepareData(built, data);
  await withDatabases(built, data, async (open) => {
    const db = await open("DB");
    await db.prepare("INSERT INTO agents (id, name) VALUES ('agent_seed', 'seed')").run();
    for (let from = 0; from < size; from += ROWS_A_STATEMENT) {
      const tools = Array.from({ length: Math.min(ROWS_A_STATEMENT, size - from) }, (_, i) => tool(from + i, size));
      const rows = JSON.stringify(tools);
      await db.batch([INSERT_TOOLS, INSERT_TAGS].map((sql) => db.prepare(sql).bind(rows)));
    }
  });
}

function tool(index: number, size: number) {
  const random = randomFrom(index);
  const word = () => wordAt(Math.floor(5 * ((VOCABULARY / 5) ** random() - 1)));
  const words = (count: number) => Array.from({ length: count }, word);
  const isRare = index % Math.ceil(size / RARE) === 0;
  return {
    id: `tool_${String(index).padStart(12, "0")}`,
    agentId: "agent_seed",
    name: `${words(2 + (index % 2)).join("_")}_${index}`,
    description: [...words(16), ...(isRare ? ["barometer"] : [])].join(" "),
    tags: [...new Set(words(2))],
    category: CATEGORIES[Math.floor(random() * CATEGORIES.length)],
    // Most are hardly called, a few very much.
    calls: random() < 0.3 ? Math.floor(Math.exp(12 * random())) : 0,
    at: new Date(Date.UTC(2026, 0, 1) + index * 1_000).toISOString(),
  };
}

/** The words of the vocabulary, the commonest first. */
function wordAt(rank: number): string {
  const common = COMMON_WORDS[rank];
  if (common !== undefined) return common;
  let word = "";
  for (let left = rank; left > 0; left = Math.floor(left / SYLLABLES.length)) {
    word += SYLLABLES[left % SYLLABLES.length] ?? "";
  }
  return word;
}

/** Numbers in [0, 1) that look random and are the same for each tool every time (mulberry32). */
function randomFrom(start: number): () => number {
  let state = start * 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
