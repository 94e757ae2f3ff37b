// Types from step to step: whether what a template gives fits where it goes.

import type { Json } from "../../json.ts";
import { compare } from "../../schema/compare/compare.ts";
import { append } from "../../schema/pointer.ts";
import type { Schema } from "../../schema/normalized.ts";
import { isObject } from "../../schema/resources.ts";
import { quoted } from "../../schema/words.ts";
import { hasPlaceholder } from "../../template/parse.ts";
import { calleeOf } from "../callee.ts";
import type { Checking } from "../checking.ts";
import { dependencies } from "../dependencies.ts";
import type { DiagnosticCode } from "../diagnostic.ts";
import { nameOf, type Templated } from "../draft.ts";
import { cycles, stepGraph, topologicalOrder } from "../graph.ts";
import { partOf, Produced } from "../produced.ts";
import { sketch } from "../sketch.ts";

/** Where values go, and what takes them there. */
interface Goal {
  readonly templated: Templated;
  readonly schema: Schema;
  /** `arguments`, `forEach.items`: how the place is called. */
  readonly name: string;
  /** Whose it is. */
  readonly owner: string;
  readonly code: DiagnosticCode;
}

const TAKEN: Readonly<Record<string, { readonly name: string; readonly schema: Schema }>> = {
  "/when": { name: "when", schema: { type: "boolean" } },
  "/forEach/items": { name: "forEach.items", schema: { type: "array" } },
  "/wait/ms": { name: "wait.ms", schema: { type: "number", minimum: 0 } },
  "/wait/until": { name: "wait.until", schema: { type: "string" } },
  "/handoff/toAgentId": { name: "handoff.toAgentId", schema: { type: "string" } },
};

export async function checkTypes(checking: Checking): Promise<void> {
  const { draft } = checking;
  const { needs } = dependencies(draft);
  const graph = stepGraph(needs);
  if (cycles(graph, 1).length > 0) return;
  const produced = new Produced(checking);
  // Each before those that read it, so that no chain of steps, however long, is walked by recursion.
  for (const place of topologicalOrder(graph)) await produced.prepare(draft.steps[place]);
  for (const goal of await goalsOf(checking)) {
    if (checking.schemas.budget.left <= 0) return;
    await checkParts(goal, goal.templated.value, "", goal.schema, { produced, checking });
  }
  await checkOutput(checking, needs, produced);
}

async function goalsOf({ draft, catalog, schemas }: Checking): Promise<Goal[]> {
  const goals: Goal[] = [];
  for (const step of draft.steps) {
    for (const call of step.calls) {
      const callee = calleeOf(call, catalog);
      const reading = callee === undefined ? undefined : await schemas.inputOf(callee);
      if (callee === undefined || reading === undefined || call.arguments === undefined) continue;
      const kind = call.workflowId === undefined ? "tool" : "workflow";
      goals.push({
        templated: call.arguments,
        schema: schemas.library.add(reading.normalized),
        name: call.source === step.source ? "arguments" : "compensate.arguments",
        owner: `${nameOf(step)} (${kind} ${quoted(callee.name)})`,
        code: "bad_argument",
      });
    }
    const { handoff } = step.source;
    const wanted = isObject(handoff) ? handoff["inputSchema"] : undefined;
    const fitted =
      wanted === undefined ? undefined : await schemas.inline(`${step.pointer}/handoff/inputSchema`, wanted);
    const context = step.templates.find(({ pointer }) => pointer === `${step.pointer}/handoff/context`);
    if (fitted !== undefined && context !== undefined) {
      const schema = schemas.library.add(fitted.normalized);
      goals.push({ templated: context, schema, name: "handoff.context", owner: nameOf(step), code: "bad_type" });
    }
    for (const templated of step.templates) {
      const taken = TAKEN[templated.pointer.slice(step.pointer.length)];
      if (taken !== undefined) goals.push({ templated, ...taken, owner: nameOf(step), code: "bad_type" });
    }
  }
  return goals;
}

interface Means {
  readonly produced: Produced;
  readonly checking: Checking;
}

/** Each text with a placeholder is compared with what is taken in its place. */
async function checkParts(goal: Goal, value: Json, pointer: string, schema: Schema, means: Means): Promise<void> {
  if (schema === true) return;
  if (typeof value === "string") {
    if (hasPlaceholder(value)) await checkText(goal, value, pointer, schema, means);
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      await checkParts(goal, item, append(pointer, index), partOf(schema, [index], means.checking), means);
    }
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      await checkParts(goal, item, append(pointer, key), partOf(schema, [key], means.checking), means);
    }
  }
}

async function checkText(goal: Goal, text: string, pointer: string, schema: Schema, means: Means): Promise<void> {
  const { report, schemas } = means.checking;
  const at = `${goal.templated.pointer}${pointer}`;
  // What another rule has refused is not refused twice.
  if (report.hasErrorAt(at)) return;
  const given = await means.produced.of(text, goal.templated);
  if (given === true) return;
  const { verdict, what, wanted, ...inside } = compare([given], [schema], schemas.library, schemas.budget);
  if (verdict !== "never" && verdict !== "maybe") return;
  const place = `${goal.name}${pointer.replaceAll("/", ".")}`;
  const where = inside.pointer === "" ? "" : ` at ${inside.pointer}`;
  const be = verdict === "never" ? "is" : "may be";
  const message = `${place} of ${goal.owner} gets ${quoted(text)}, which${where} ${be} ${what}, but must be ${wanted}.`;
  if (verdict === "never") report.error({ code: goal.code, pointer: at, message });
  else report.warning({ code: "may_not_fit", pointer: at, message, hint: () => hint(what, text) });
}

function hint(what: string, text: string): string | undefined {
  return what === "null" && /\?\s*\}\}$/.test(text) ? 'Give it a default: {{… ?? "text"}}.' : undefined;
}

/** The output against outputSchema. */
async function checkOutput(
  checking: Checking,
  needs: readonly (readonly number[])[],
  produced: Produced,
): Promise<void> {
  const { draft, report, schemas } = checking;
  const { outputSchema } = draft.source;
  const reading = outputSchema === undefined ? undefined : await schemas.inline("/outputSchema", outputSchema);
  if (reading === undefined || report.hasErrorAt("/outputSchema") || draft.tooManySteps) return;
  const schema = schemas.library.add(reading.normalized);
  const { output } = draft;
  if (output !== undefined) {
    const drawn = await sketch(output, checking);
    const faults = reading.certainFaults(drawn.value, drawn, schemas.budget) ?? [];
    for (const { pointer, message } of faults) {
      const at = `/output${pointer}`;
      if (!report.hasErrorAt(at)) {
        const place = `output${pointer.replaceAll("/", ".")}`;
        report.error({
          code: "bad_output",
          pointer: at,
          message: `${place} does not fit outputSchema: it ${message}.`,
        });
      }
    }
    const goal = {
      templated: output,
      schema,
      name: "output",
      owner: "the workflow (outputSchema)",
      code: "bad_output",
    } as const;
    return checkParts(goal, output.value, "", schema, { produced, checking });
  }
  const needed = new Set(needs.flat());
  const leaves = draft.steps.filter((_, place) => !needed.has(place));
  if (draft.namelessSteps || draft.duplicatedIds.size > 0 || leaves.length === 0) return;
  const found = compare([await produced.ofLeaves(leaves)], [schema], schemas.library, schemas.budget);
  if (found.verdict !== "never") return;
  report.error({
    code: "bad_output",
    pointer: "/outputSchema",
    message: `Without "output", the output is the results of the last steps by id (${leaves
      .slice(0, 5)
      .map(({ id }) => id)
      .join(
        ", ",
      )}); that is ${found.what}${found.pointer === "" ? "" : ` at ${found.pointer}`}, but must be ${found.wanted}.`,
    hint: () => 'Write "output" as a template of what outputSchema describes.',
  });
}
