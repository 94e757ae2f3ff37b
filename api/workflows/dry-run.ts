// A run of a definition in which nothing is called.

import type { Json } from "../../engine/json.ts";
import { check } from "../../engine/plan/check.ts";
import type { Diagnostic } from "../../engine/plan/diagnostic.ts";
import { namedIn } from "../../engine/plan/named.ts";
import type { Plan, StepAction } from "../../engine/plan/plan.ts";
import { didYouMean } from "../../engine/plan/suggest.ts";
import { dryRun } from "../../engine/run/dry-run.ts";
import type { DryRun } from "../../engine/run/dry-run.ts";
import { type Answers, answeredSteps, answering } from "../../engine/run/dry-inner.ts";
import type { Given } from "../../engine/run/stand-ins.ts";
import { sampleOf } from "../../engine/schema/sample/sample.ts";
import { compileSchema } from "../../engine/schema/validator.ts";
import { Problem, type FieldFault } from "../http/problem.ts";
import { mismatches } from "../http/schema-faults.ts";
import { invalidRequest, pointerTo } from "../http/validation.ts";
import type { Database } from "../platform/database.ts";
import { newId } from "../platform/ids.ts";
import { findTools } from "../tools/find-tool.ts";
import { catalogFor } from "./check-definition.ts";
import { innerPlans, toolsIn } from "./inner-plans.ts";
import { invalidDefinition } from "./invalid-definition.ts";

export interface Trial {
  /** Absent: one that fits inputSchema. */
  readonly input?: Json | undefined;
  /** By step id; of a step of a sub-workflow, `<step>/<its step>`. */
  readonly answers: Readonly<Record<string, Given>>;
  readonly seed: string;
}

export interface DryRunRequest extends Trial {
  readonly definition: Json;
}

/** Any time does: every run of this shows the same. */
const START = Date.UTC(2030, 0, 1);

/** Throws the problems `invalid_definition`, `invalid_request` and `invalid_input`. */
export async function dryRunDefinition(
  db: Database,
  agentId: string,
  { definition, ...trial }: DryRunRequest,
): Promise<DryRun & { plan: Plan; warnings: readonly Diagnostic[] }> {
  const catalog = await catalogFor(db, agentId, namedIn(definition));
  const checked = await check(definition, catalog);
  if (!checked.ok) throw invalidDefinition(checked.diagnostics, "/definition");
  const { plan, diagnostics } = checked;
  const inner = await innerPlans(db, plan);
  const others = await findTools(db, toolsIn(inner.values()), agentId);
  const called = new Map(others.map((tool) => [tool.id, tool]));
  const known = { ...catalog, find: (toolId: string) => catalog.find(toolId) ?? called.get(toolId) };
  return { ...(await dryRunPlan(plan, { inner, catalog: known }, trial)), plan, warnings: diagnostics };
}

/** Throws the problems `invalid_request` and `invalid_input`. */
export async function dryRunPlan(
  plan: Plan,
  known: Pick<Answers, "inner" | "catalog">,
  { input, answers, seed }: Trial,
): Promise<DryRun> {
  await refuseUnfitAnswers(plan, known.inner, answers);
  const given = new Map(Object.entries(answers));
  const used = input === undefined ? await madeInput(plan, seed) : await fitInput(plan, input);
  const dry = { runId: newId("run"), startAt: START, ...answering(plan, { ...known, given, seed }) };
  return dryRun(plan, used, dry);
}

const MAX_FAULTS = 100;

/** Those for steps that are not there, and those that a run would never be given: of a handoff, or a signal, with a schema. */
async function refuseUnfitAnswers(
  plan: Plan,
  inner: ReadonlyMap<string, Plan>,
  answers: Trial["answers"],
): Promise<void> {
  const faults: FieldFault[] = [];
  for (const [id, step] of answeredSteps(plan, inner, Object.keys(answers))) {
    const given = answers[id];
    const schema = step && heldTo(step.action);
    if (step === undefined) faults.push(unknownStep(plan, id));
    else if (given !== undefined && "result" in given && schema !== undefined) {
      const place = `${pointerTo(["answers", id]).slice(1)}/result`;
      faults.push(...mismatches(place, (await compileSchema(schema))(given.result)));
    }
    if (faults.length >= MAX_FAULTS) break;
  }
  if (faults.length > 0) throw invalidRequest(faults.slice(0, MAX_FAULTS));
}

/** The schema that the hub holds the step's result to. */
function heldTo(action: StepAction): Json | undefined {
  if (action.kind === "handoff") return action.resultSchema;
  return action.kind === "wait" && "signal" in action ? action.schema : undefined;
}

function unknownStep({ steps }: Plan, id: string): FieldFault {
  const ids = steps.map((step) => step.id);
  return {
    code: "unknown_field",
    pointer: pointerTo(["answers", id]),
    message: `The definition has no step "${id}".`,
    hint: didYouMean(id, ids) ?? "Answers are by step id; of a step of a sub-workflow, by `step/its-step`.",
  };
}

async function madeInput({ inputSchema }: Plan, seed: string): Promise<Json> {
  if (inputSchema === undefined) return {};
  const input = await sampleOf(inputSchema, `${seed} input`);
  if (input !== undefined) return input;
  throw new Problem("invalid_input", "No input was found that fits inputSchema. Give one as `input`.");
}

async function fitInput({ inputSchema }: Plan, input: Json): Promise<Json> {
  const faults = inputSchema === undefined ? [] : (await compileSchema(inputSchema))(input);
  if (faults.length === 0) return input;
  throw new Problem("invalid_input", "The input does not fit the workflow's inputSchema.", {
    errors: mismatches("input", faults),
  });
}
