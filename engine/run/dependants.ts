import type { Plan } from "../plan/plan.ts";

const known = new WeakMap<Plan, readonly (readonly number[])[]>();

/** For each step, the steps that need it. Derived once a plan: the plan itself stores only `needs`. */
export function dependantsOf(plan: Plan): readonly (readonly number[])[] {
  const found = known.get(plan);
  if (found) return found;
  const dependants: number[][] = plan.steps.map(() => []);
  plan.steps.forEach((step, index) => {
    for (const need of step.needs) dependants[need]?.push(index);
  });
  known.set(plan, dependants);
  return dependants;
}
