// The plans of a plan's sub-workflows, for who wants to know what these would do.

import type { Plan } from "../../engine/plan/plan.ts";
import type { Database } from "../platform/database.ts";
import { findPlan } from "./find-workflow.ts";

/** Of those beyond, nothing is known: a count leaves them out, and a dry run answers for them. */
const MAX_INNER = 100;
const AT_ONCE = 10;

/** By `<workflowId>@<version>`: the first hundred of all that the plan uses, directly or not. */
export async function innerPlans(db: Database, { uses = [] }: Plan): Promise<Map<string, Plan>> {
  const found = new Map<string, Plan>();
  const wanted = uses.slice(0, MAX_INNER);
  for (let first = 0; first < wanted.length; first += AT_ONCE) {
    const some = wanted.slice(first, first + AT_ONCE).map(async (use) => {
      const at = use.lastIndexOf("@");
      const plan = await findPlan(db, use.slice(0, at), Number(use.slice(at + 1)));
      if (plan !== null) found.set(use, plan);
    });
    await Promise.all(some);
  }
  return found;
}

/** The tools that the plans' steps call, each once. */
export function toolsIn(plans: Iterable<Plan>): string[] {
  const ids = new Set<string>();
  for (const { steps } of plans) {
    for (const { action } of steps) if (action.kind === "tool") ids.add(action.toolId);
  }
  return [...ids];
}
