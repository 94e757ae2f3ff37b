// What a page's address may hold behind the `?`: filters that a link takes along. What an address holds besides, or holds
// wrongly, is left out.

import { catch as otherwise, enum as oneOf, gte, number, object, optional, string } from "zod/mini";
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

/** The run and its step that made the call, where one comes from there. */
const oneCall = object({ run: word, step: word });
export type OneCallSearch = Infer<typeof oneCall>;
export const oneCallSearch = (search: unknown): OneCallSearch => withoutEmpty(oneCall.parse(search));

export const TOOL_TABS = ["overview", "schemas", "statistics", "examples"] as const;
const tool = object({ tab: choice(TOOL_TABS) });
export type ToolSearch = Infer<typeof tool>;
export const toolSearch = (search: unknown): ToolSearch => withoutEmpty(tool.parse(search));

const playground = object({ tool: word, as: choice(["form", "json"]) });
export type PlaygroundSearch = Infer<typeof playground>;
export const playgroundSearch = (search: unknown): PlaygroundSearch => withoutEmpty(playground.parse(search));

export const WORKFLOW_TABS = ["graph", "definition", "runs", "schedules", "webhooks", "versions"] as const;
const workflow = object({ tab: choice(WORKFLOW_TABS) });
export type WorkflowSearch = Infer<typeof workflow>;
export const workflowSearch = (search: unknown): WorkflowSearch => withoutEmpty(workflow.parse(search));

export const RUN_STATUSES = ["pending", "running", "success", "failed", "cancelled"] as const;
const runs = object({ status: choice(RUN_STATUSES) });
export type RunSearch = Infer<typeof runs>;
export const runSearch = (search: unknown): RunSearch => withoutEmpty(runs.parse(search));

export const RUN_TABS = ["steps", "graph", "timeline", "data", "compare"] as const;
const run = object({ tab: choice(RUN_TABS), step: word, with: word });
export type OneRunSearch = Infer<typeof run>;
export const oneRunSearch = (search: unknown): OneRunSearch => withoutEmpty(run.parse(search));

export const BOXES = ["inbox", "outbox"] as const;
export const HANDOFF_STATUSES = [
  "pending",
  "accepted",
  "completed",
  "rejected",
  "failed",
  "cancelled",
  "expired",
] as const;
const handoffs = object({ box: choice(BOXES), status: choice(HANDOFF_STATUSES), run: word });
export type HandoffSearch = Infer<typeof handoffs>;
export const handoffSearch = (search: unknown): HandoffSearch => withoutEmpty(handoffs.parse(search));

export const TEMPLATE_SORTS = ["relevance", "popularity", "rating", "newest"] as const;
const market = object({ q: word, category: word, tag: word, sort: choice(TEMPLATE_SORTS) });
export type MarketSearch = Infer<typeof market>;
export const marketSearch = (search: unknown): MarketSearch => withoutEmpty(market.parse(search));

const template = object({ version: otherwise(optional(number().check(gte(1))), undefined) });
export type TemplateSearch = Infer<typeof template>;
export const templateSearch = (search: unknown): TemplateSearch => withoutEmpty(template.parse(search));

export const PERIODS = ["minute", "hour", "day"] as const;
export const USAGE_SIDES = ["provider", "caller"] as const;
const usage = object({ as: choice(USAGE_SIDES), period: choice(PERIODS) });
export type UsageSearch = Infer<typeof usage>;
export const usageSearch = (search: unknown): UsageSearch => withoutEmpty(usage.parse(search));

export const SERVER_TABS = ["overview", "changes", "tool", "resource", "template", "prompt"] as const;
const server = object({ tab: choice(SERVER_TABS) });
export type ServerSearch = Infer<typeof server>;
export const serverSearch = (search: unknown): ServerSearch => withoutEmpty(server.parse(search));

export const BUILDER_TABS = ["step", "json", "checks", "trial"] as const;
const builder = object({ view: choice(["canvas", "list"]), show: choice(BUILDER_TABS) });
export type BuilderSearch = Infer<typeof builder>;
export const builderSearch = (search: unknown): BuilderSearch => withoutEmpty(builder.parse(search));

/** An empty value is none: the address stays short. */
function withoutEmpty<Search extends object>(search: Search): Search {
  return Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== undefined && value !== ""),
  ) as Search;
}
