// What a page's address may hold behind the `?`: filters that a link takes along. What an address holds besides, or holds
// wrongly, is left out.

import { catch as otherwise, enum as oneOf, object, optional, string } from "zod/mini";
import type { infer as Infer } from "zod/mini";

const word = otherwise(optional(string()), undefined);
const choice = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  otherwise(optional(oneOf(values)), undefined);

export const SORTS = ["relevance", "newest", "popularity", "success_rate", "latency"] as const;

const registry = object({
  q: word,
  category: word,
  tag: word,
  status: choice(["active", "inactive", "deprecated"]),
  pricing: choice(["free", "per_call", "subscription"]),
  protocol: choice(["http", "mcp", "builtin", "agent"]),
  sort: choice(SORTS),
});
export type RegistrySearch = Infer<typeof registry>;
export const registrySearch = (search: unknown): RegistrySearch => withoutEmpty(registry.parse(search));

const call = object({
  role: choice(["caller", "provider"]),
  status: choice(["success", "error", "timeout", "running", "pending"]),
  toolId: word,
});
export type CallSearch = Infer<typeof call>;
export const callSearch = (search: unknown): CallSearch => withoutEmpty(call.parse(search));

export const TOOL_TABS = ["overview", "schemas", "statistics", "examples"] as const;
const tool = object({ tab: choice(TOOL_TABS) });
export type ToolSearch = Infer<typeof tool>;
export const toolSearch = (search: unknown): ToolSearch => withoutEmpty(tool.parse(search));

const playground = object({ tool: word, as: choice(["form", "json"]) });
export type PlaygroundSearch = Infer<typeof playground>;
export const playgroundSearch = (search: unknown): PlaygroundSearch => withoutEmpty(playground.parse(search));

/** An empty value is none: the address stays short. */
function withoutEmpty<Search extends object>(search: Search): Search {
  return Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== undefined && value !== ""),
  ) as Search;
}
