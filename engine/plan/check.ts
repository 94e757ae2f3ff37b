// Checks a definition whole, before anything runs, and compiles it where nothing is wrong.
//
// C1. Every fault is reported at once, up to the cap: also those that only show once others are mended, as far as there
//     is no doubt about the mends. So what is left after all fixes of an answer has been told in it.
//     C2 and C3 are those of one look, in `look.ts`.

import { CHECK_FUEL } from "../definition/limits.ts";
import type { Json } from "../json.ts";
import { joined, type Named, type ToolCatalog } from "./catalog.ts";
import { look, type Checked } from "./look.ts";
import { namedIn } from "./named.ts";
import { Answer } from "./told.ts";

export type { Checked } from "./look.ts";

/** Mends within mends: a wrapper, a list's name, a step's field, what is in it, its tool, its arguments, and one more. */
const MAX_LOOKS = 8;

/** `catalog` knows at least what `namedIn(source)` names. */
export async function check(source: Json, catalog: ToolCatalog): Promise<Checked> {
  const budget = { left: CHECK_FUEL };
  const first = await look(source, { catalog, budget, whole: false });
  if (!first.stopped && (first.checked.ok || !canBeMended(first.checked))) return first.checked;
  const answer = new Answer(source);
  const known = new Known(catalog, namedIn(source));
  let { checked, stopped } = first;
  for (let looks = 1; ; looks++) {
    const isMended = !isCut(checked) && answer.add(checked.diagnostics, stopped);
    // With so many faults, or so large ones, there are enough to mend as they stand.
    if (isCut(checked) || answer.isFull) return (await look(source, { catalog, budget, whole: true })).checked;
    if (!stopped && (!isMended || looks > MAX_LOOKS)) return { ok: false, diagnostics: answer.diagnostics() };
    const whole = !isMended || looks >= MAX_LOOKS;
    ({ checked, stopped } = await look(answer.mended, { catalog: await known.with(answer.mended), budget, whole }));
  }
}

function isCut({ diagnostics }: Checked): boolean {
  return diagnostics.at(-1)?.code === "more_diagnostics";
}

function canBeMended({ diagnostics }: Checked): boolean {
  return diagnostics.some(({ severity, fix }) => severity === "error" && fix !== undefined);
}

/** What is known of tools and workflows, and which of them were asked for. */
class Known {
  #catalog: ToolCatalog;
  readonly #asked: Readonly<Record<keyof Named, Set<string>>>;

  constructor(catalog: ToolCatalog, { toolIds, tools, workflowIds }: Named) {
    this.#catalog = catalog;
    this.#asked = { toolIds: new Set(toolIds), tools: new Set(tools), workflowIds: new Set(workflowIds) };
  }

  /** The catalog with all that `definition` names: asked for at once, and only where it names something new. */
  async with(definition: Json): Promise<ToolCatalog> {
    const named = namedIn(definition);
    const fresh = {
      toolIds: this.#freshOf("toolIds", named),
      tools: this.#freshOf("tools", named),
      workflowIds: this.#freshOf("workflowIds", named),
    };
    const isNew = Object.values(fresh).some((names) => names.length > 0);
    const more = isNew ? await this.#catalog.more?.(fresh) : undefined;
    if (more !== undefined) this.#catalog = joined(this.#catalog, more);
    return this.#catalog;
  }

  #freshOf(kind: keyof Named, named: Named): string[] {
    const fresh = named[kind].filter((name) => !this.#asked[kind].has(name));
    for (const name of fresh) this.#asked[kind].add(name);
    return fresh;
  }
}
