// Tools that do not exist, or not for this caller.

import { listed, quoted } from "../../schema/words.ts";
import { MAX_TOOL_ID_LENGTH } from "../../definition/limits.ts";
import type { Candidate, ToolCatalog } from "../catalog.ts";
import type { Checking } from "../checking.ts";
import { nameOf, type DraftCall, type DraftStep } from "../draft.ts";
import { readingsOf } from "../named.ts";
import type { Patch } from "../patch.ts";
import { closest, nearest, sameWord } from "../suggest.ts";

export function checkTools(checking: Checking): void {
  const meanings = new Map<string, Meaning>();
  for (const step of checking.draft.steps) {
    for (const call of step.calls) {
      checkName("toolId", call, step, checking, meanings);
      checkName("tool", call, step, checking, meanings);
    }
  }
}

type Field = "toolId" | "tool";

/** What an unknown name may have been meant to be. */
interface Meaning {
  readonly hint: string | undefined;
  /** What to write, where there is no doubt. */
  readonly meant?: { readonly field: Field; readonly value: string };
}

function checkName(
  field: Field,
  call: DraftCall,
  step: DraftStep,
  { catalog, report }: Checking,
  meanings: Map<string, Meaning>,
): void {
  const name = call[field];
  if (name === undefined || name === "" || name.length > MAX_TOOL_ID_LENGTH) return;
  const pointer = `${call.pointer}/${field}`;
  if (name.includes("{{")) {
    return report.error({
      code: "template_not_allowed",
      pointer,
      message: `${field} of ${nameOf(step)} is a template, but which tool a step calls must be fixed.`,
      hint: () => (field === "toolId" ? "Write the tool's id." : "Write the tool's agent, name and version."),
    });
  }
  if ((field === "toolId" ? catalog.find(name) : catalog.named(name)) !== undefined) return;
  const meaning = (): Meaning => {
    const key = `${field} ${name}`;
    const known = meanings.get(key) ?? meaningOf(field, name, catalog);
    meanings.set(key, known);
    return known;
  };
  report.error({
    code: "unknown_tool",
    pointer,
    message: `There is no tool ${quoted(name)} that you can use.`,
    hint: () => meaning().hint,
    fix: () => mend(call, field, meaning()),
  });
}

function mend({ pointer, source }: DraftCall, from: Field, { meant }: Meaning): Patch | undefined {
  if (meant === undefined) return undefined;
  const { field, value } = meant;
  if (field === from) return [{ op: "replace", path: `${pointer}/${field}`, value }];
  if (Object.hasOwn(source, field)) return undefined;
  return [
    { op: "remove", path: `${pointer}/${from}` },
    { op: "add", path: `${pointer}/${field}`, value },
  ];
}

function meaningOf(field: Field, name: string, catalog: ToolCatalog): Meaning {
  const candidates = catalog.candidates();
  const known = readingsOf(name).flatMap((reading): Meaning[] => {
    const byId = catalog.find(reading);
    if (byId !== undefined) return [byIdMeaning(field, byId)];
    const byName = catalog.named(reading);
    return byName === undefined
      ? []
      : [{ hint: `Write "tool": ${quoted(reading)}.`, meant: { field: "tool", value: reading } }];
  });
  if (known[0] !== undefined) return known[0];
  const plain = bareName(name);
  const named = namedAs([plain, ...withoutPrefix(plain)], candidates);
  const alike = named.length > 0 ? named : candidates.filter((candidate) => sameWord(candidate.name, plain));
  const [only, ...others] = alike;
  if (only !== undefined && others.length === 0) return byIdMeaning(field, only);
  if (only !== undefined) return { hint: `Several tools have this name: ${shown(alike)}.` };
  const near = closestOf(plain, candidates);
  if (near !== undefined) return { hint: didYouMean(near), meant: { field: "toolId", value: near.id } };
  return {
    hint:
      suggestion(name, plain, catalog) ??
      (field === "tool"
        ? "It is written agent_…/name@1.0.0."
        : "Look for one that does it: GET /api/v1/mcp/tools?q=…."),
  };
}

function byIdMeaning(field: Field, { id }: Candidate): Meaning {
  const hint = field === "toolId" ? `toolId takes the tool's id: "${id}".` : `Write "toolId": "${id}".`;
  return { hint, meant: { field: "toolId", value: id } };
}

/** Of `agent/name@version`, and of `mcp://nxscall.com/tools/<id>`. */
function bareName(name: string): string {
  const base = readingsOf(name).at(-1) ?? name;
  return base.slice(base.lastIndexOf("/") + 1);
}

/** Of `mcp__server__name`, `server.name`, `server:name`: what the shortest prefix leaves, and so on. */
function withoutPrefix(name: string): string[] {
  return [...name.matchAll(/__|[.:]/g)].map(({ 0: separator, index }) => name.slice(index + separator.length));
}

/** Those that have the first of the names that any has. */
function namedAs(names: readonly string[], candidates: readonly Candidate[]): readonly Candidate[] {
  for (const one of names) {
    const found = candidates.filter(({ id, name }) => name === one || id === one);
    if (found.length > 0) return found;
  }
  return [];
}

function closestOf(name: string, candidates: readonly Candidate[]): Candidate | undefined {
  const id = closest(name, new Set(candidates.map((candidate) => candidate.id)));
  if (id !== undefined) return candidates.find((candidate) => candidate.id === id);
  const near = closest(name, new Set(candidates.map((candidate) => candidate.name)));
  const named = candidates.filter((candidate) => candidate.name === near);
  return named.length === 1 ? named[0] : undefined;
}

function suggestion(name: string, plain: string, catalog: ToolCatalog): string | undefined {
  const candidates = catalog.candidates();
  const close = nearest(
    plain,
    candidates.flatMap((candidate) => [candidate.id, candidate.name]),
  );
  const near = candidates.find((candidate) => candidate.id === close || candidate.name === close);
  if (near !== undefined) return didYouMean(near);
  const found = catalog.found?.(name) ?? [];
  return found.length === 0 ? undefined : `A search for it finds ${shown(found)}.`;
}

function didYouMean({ id, name }: Candidate): string {
  return `Did you mean "${id}" (${name})?`;
}

function shown(candidates: readonly Candidate[]): string {
  return listed(
    candidates.slice(0, 3).map(({ id, name }) => `"${id}" (${name})`),
    "and",
  );
}
