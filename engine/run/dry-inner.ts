// What a dry run is answered with where its sub-workflows are run dry, too. What is given for a step of a sub-workflow stands
// under `<step>/<its step>`; a step that is itself given an answer starts none.

import type { Plan, PlanStep } from "../plan/plan.ts";
import type { ToolCatalog } from "../plan/catalog.ts";
import { compileSchema } from "../schema/validator.ts";
import type { Dry, InnerDry } from "./dry-run.ts";
import { type Given, standInsFor } from "./stand-ins.ts";

export interface Answers {
  readonly given: ReadonlyMap<string, Given>;
  readonly catalog: Pick<ToolCatalog, "find" | "workflow">;
  readonly seed: string;
  /** The plans of sub-workflows, as `<workflowId>@<version>`; one that is not among them is answered as a tool is. */
  readonly inner: ReadonlyMap<string, Plan>;
}

export function answering(plan: Plan, answers: Answers): Pick<Dry, "standIns" | "inner"> {
  const made = new Map<string, InnerDry>();
  return {
    standIns: standInsFor(plan, answers),
    inner: (step) => {
      const run = answers.given.has(step.id) ? undefined : innerPlan(step, answers.inner);
      if (run === undefined) return undefined;
      const known = made.get(step.id);
      if (known !== undefined) return known;
      const inner = { plan: run, unfit: unfitFor(run), ...answering(run, within(step.id, answers)) };
      made.set(step.id, inner);
      return inner;
    },
  };
}

/** The plan of the sub-workflow that the step runs, where it is known. */
export function innerPlan({ action }: PlanStep, inner: ReadonlyMap<string, Plan>): Plan | undefined {
  return action.kind === "workflow" ? inner.get(`${action.workflowId}@${action.version}`) : undefined;
}

/** By what an answer is for, the step; undefined: neither the plan nor its sub-workflows have one of this name. */
export function answeredSteps(
  plan: Plan,
  inner: ReadonlyMap<string, Plan>,
  names: readonly string[],
): Map<string, PlanStep | undefined> {
  const steps = new Map<Plan, ReadonlyMap<string, PlanStep>>();
  const stepOf = (owner: Plan, id: string): PlanStep | undefined => {
    const known = steps.get(owner) ?? new Map(owner.steps.map((step) => [step.id, step]));
    steps.set(owner, known);
    return known.get(id);
  };
  const answered = names.map((name): [string, PlanStep | undefined] => {
    let owner: Plan | undefined = plan;
    let step: PlanStep | undefined;
    for (const id of name.split("/")) {
      step = owner && stepOf(owner, id);
      owner = step && innerPlan(step, inner);
    }
    return [name, step];
  });
  return new Map(answered);
}

function unfitFor({ inputSchema }: Plan): InnerDry["unfit"] {
  if (inputSchema === undefined) return () => Promise.resolve([]);
  let compiled: ReturnType<typeof compileSchema> | undefined;
  return async (input) => (await (compiled ??= compileSchema(inputSchema)))(input);
}

function within(stepId: string, { given, ...others }: Answers): Answers {
  const prefix = `${stepId}/`;
  const inner = [...given].flatMap(([name, answer]): [string, Given][] =>
    name.startsWith(prefix) ? [[name.slice(prefix.length), answer]] : [],
  );
  return { ...others, seed: `${others.seed} ${stepId}`, given: new Map(inner) };
}
