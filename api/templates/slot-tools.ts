// Which tools go into a template's slots: whether those that somebody names do, and which others would.

import type { Json } from "../../engine/json.ts";
import type { Named, ToolCatalog } from "../../engine/plan/catalog.ts";
import { namedIn } from "../../engine/plan/named.ts";
import { didYouMean } from "../../engine/plan/suggest.ts";
import { isRegistered, withSlots } from "../../engine/slots/catalog.ts";
import { judge, judgeSchemas, type Judged } from "../../engine/slots/fit.ts";
import type { Slot } from "../../engine/slots/slot.ts";
import { partsOf, subNameOf, type Whole } from "../../engine/slots/whole.ts";
import { Problem, type FieldFault } from "../http/problem.ts";
import { pointerTo, summaryOf } from "../http/validation.ts";
import type { Database } from "../platform/database.ts";
import { findNamedTools, findTools } from "../tools/find-tool.ts";
import { searchTools } from "../tools/search-tools.ts";
import type { Tool } from "../tools/tool.ts";
import { catalogFor } from "../workflows/check-definition.ts";
import type { TemplateContent } from "./template.ts";

/** Of one answer. */
const MAX_FITTING = 5;
/** Looked at for one slot: what a search finds, and what the agent has itself. */
const MAX_LOOKED_AT = 40;
const MAX_QUERY_CHARS = 200;
/** Slots of one answer that tools are looked for. */
const MAX_LOOKED_FOR = 5;
const MAX_FAULTS = 100;

/** What a template's definitions are checked against, with all of its slots open. */
export async function catalogOf(db: Database, agentId: string, content: Content): Promise<ToolCatalog> {
  return withSlots(await catalogFor(db, agentId, registeredIn(content)), content.slots);
}

/** What its definitions name, but for slots and the sub-workflows that it carries. */
export function registeredIn(whole: Whole): Named {
  const named = partsOf(whole).map(({ definition }) => namedIn(definition));
  const all = (names: (some: Named) => readonly string[]) => [...new Set(named.flatMap(names))];
  return {
    toolIds: all(({ toolIds }) => toolIds).filter(isRegistered),
    tools: all(({ tools }) => tools),
    workflowIds: all(({ workflowIds }) => workflowIds).filter((id) => subNameOf(id) === undefined),
  };
}

type Content = Whole & Pick<TemplateContent, "slots">;

export interface BoundTool {
  readonly toolId: string;
  /** Why it may not fit; null where nothing says so. */
  readonly doubt: string | null;
}

/**
 * The tool for each slot, by the slot's name: the one that is asked for, by its id or as `agent/name@version`, else the slot's
 * own. Throws the problem `slots_unfit` with each slot that has none, unless it may stay open, or one that does not fit, and
 * with tools that would.
 */
export async function toolsForSlots(
  db: Database,
  agentId: string,
  content: Content,
  asked: Readonly<Record<string, string>>,
  { mayStayOpen = false } = {},
): Promise<Map<string, BoundTool>> {
  const { slots } = content;
  const wanted = new Map(slots.map(({ name, default: own }) => [name, Object.hasOwn(asked, name) ? asked[name] : own]));
  const references = [...wanted.values()].flatMap((reference) => reference ?? []);
  const [tools, catalog] = await Promise.all([
    findNamedTools(db, { toolIds: references, tools: references }, agentId),
    catalogOf(db, agentId, content),
  ]);
  const faults = unknownSlots(slots, asked);
  const fitting: Record<string, Tool[]> = {};
  const bound = new Map<string, BoundTool>();
  for (const slot of slots) {
    const reference = wanted.get(slot.name);
    const tool = reference === undefined ? undefined : tools.get(reference);
    const judged = tool && (await judge(slot, tool, { whole: content, catalog }));
    if (tool !== undefined && judged?.misfit === null) {
      bound.set(slot.name, { toolId: tool.id, doubt: judged.doubt });
      continue;
    }
    if (mayStayOpen && reference === undefined) continue;
    const isLookedFor = Object.keys(fitting).length < MAX_LOOKED_FOR;
    const others = isLookedFor ? await fittingTools(db, agentId, slot, { whole: content, catalog }) : null;
    if (others !== null) fitting[slot.name] = others;
    faults.push(faultOf(slot, { reference, tool, misfit: judged?.misfit ?? "" }, others));
  }
  if (faults.length > 0) throw unfit(faults, fitting);
  return bound;
}

function unknownSlots(slots: readonly Slot[], asked: Readonly<Record<string, string>>): FieldFault[] {
  const names = slots.map(({ name }) => name);
  return Object.keys(asked)
    .filter((name) => !names.includes(name))
    .slice(0, MAX_FAULTS)
    .map((name) => ({
      code: "unknown_slot",
      pointer: pointerTo(["slots", name]),
      message: `The template has no slot "${name}".`,
      hint: didYouMean(name, names) ?? (names.length === 0 ? "It has none." : `Its slots are: ${names.join(", ")}.`),
    }));
}

interface Bound {
  readonly reference: string | undefined;
  readonly tool: Tool | undefined;
  readonly misfit: string;
}

function faultOf(slot: Slot, { reference, tool, misfit }: Bound, others: readonly Tool[] | null): FieldFault {
  const pointer = pointerTo(["slots", slot.name]);
  const hint = hintOf(slot, others);
  const called = `"${slot.name}" (${slot.title})`;
  if (reference === undefined) {
    return { code: "unbound_slot", pointer, message: `The slot ${called} needs a tool.`, hint };
  }
  if (tool === undefined) {
    const message = `No tool "${reference}" can be used by you, for the slot ${called}.`;
    return { code: "unknown_tool", pointer, message, hint };
  }
  const message = `The tool "${tool.name}" does not fit the slot ${called}. ${misfit}`;
  return { code: "slot_mismatch", pointer, message, hint };
}

/** `others`: tools that would fit; null: none were looked for. */
function hintOf({ name, description }: Slot, others: readonly Tool[] | null): string {
  if (others === null) return `GET /api/v1/templates/{templateId}/slots/${name}/tools lists tools that fit.`;
  if (others.length === 0) return `None of your tools and of the public ones that were looked at fits. ${description}`;
  return `These fit: ${others.map((tool) => `${tool.id} (${tool.name})`).join(", ")}.`;
}

function unfit(faults: readonly FieldFault[], fitting: Readonly<Record<string, readonly Tool[]>>): Problem {
  const shown = Object.entries(fitting).map(([slot, tools]): [string, Json] => [
    slot,
    tools.map(({ id, name, agentId }) => ({ id, name, agentId })),
  ]);
  const members = { fitting: Object.fromEntries(shown) };
  return new Problem("slots_unfit", summaryOf("body", faults), { errors: faults, members });
}

/**
 * Up to five tools that would fit: the slot's own, then those whose schemas say so, then those whose schemas say nothing
 * against it; among these, what the slot's words find comes before what the agent has besides.
 */
export async function fittingTools(
  db: Database,
  agentId: string,
  slot: Slot,
  template: { readonly whole: Whole; readonly catalog: ToolCatalog },
): Promise<Tool[]> {
  const q = `${slot.title} ${slot.name.replaceAll("_", " ")}`.slice(0, MAX_QUERY_CHARS);
  const [preset, found, own] = await Promise.all([
    findTools(db, slot.default === undefined ? [] : [slot.default], agentId),
    searchTools(db, { viewerId: agentId, q, sort: "relevance", limit: MAX_LOOKED_AT }),
    searchTools(db, { viewerId: agentId, agentId, sort: "newest", limit: MAX_LOOKED_AT }),
  ]);
  const looked = new Map([...preset, ...found.tools, ...own.tools].map((tool) => [tool.id, tool]));
  // The cheap look first: most tools fail it.
  const judged = await Promise.all(
    [...looked.values()].map(async (tool) => ({ tool, ...(await judgeSchemas(slot, tool)) })),
  );
  const possible = judged
    .filter(({ misfit }) => misfit === null)
    .toSorted((one, other) => rank(one, slot) - rank(other, slot));
  const fitting: Tool[] = [];
  for (const { tool } of possible) {
    if (fitting.length === MAX_FITTING) break;
    if ((await judge(slot, tool, template)).misfit === null) fitting.push(tool);
  }
  return fitting;
}

function rank({ tool, isSure, doubt }: Judged & { tool: Tool }, slot: Slot): number {
  if (tool.id === slot.default) return 0;
  if (isSure) return 1;
  return doubt === null ? 2 : 3;
}
