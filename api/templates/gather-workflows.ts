// What a workflow that is published brings along: the definitions of all workflows that its steps run, and that these run, each
// once, in the version that was pinned where it is named. In a template they go by names, since ids are of one agent alone.

import type { Json } from "../../engine/json.ts";
import type { Plan } from "../../engine/plan/plan.ts";
import { append } from "../../engine/schema/pointer.ts";
import { isObject } from "../../engine/schema/resources.ts";
import { subId, type Whole } from "../../engine/slots/whole.ts";
import type { FieldFault } from "../http/problem.ts";
import type { Database } from "../platform/database.ts";
import { findPinned, findPlan, whichAreOwn } from "../workflows/find-workflow.ts";

/** Whoever brings more along has a system, not a template. */
const MAX_CARRIED = 50;
const MAX_NAME = 40;

export interface Gathered {
  readonly whole: Whole;
  /** Of each sub-workflow, by its name, which workflow it is. */
  readonly origins: ReadonlyMap<string, Origin>;
  readonly faults: readonly FieldFault[];
}

export interface Origin {
  readonly workflowId: string;
  readonly version: number;
}

interface Member {
  readonly definition: Json;
  readonly plan: Plan;
  /** Undefined: the workflow that is published. */
  readonly name: string | undefined;
}

/** Throws nothing of its own: what cannot be brought along is a fault at the step that runs it. */
export async function gatherWorkflows(
  db: Database,
  agentId: string,
  { workflowId, version, definition }: Origin & { readonly definition: Json },
): Promise<Gathered> {
  const main = await findPlan(db, workflowId, version);
  const members: Member[] = main === null ? [] : [{ definition, plan: main, name: undefined }];
  const names = new Map<string, string>();
  const origins = new Map<string, Origin>();
  const missing = new Set<string>();
  let isOver = false;
  // One level after the other, each read at once.
  for (let level: readonly Member[] = members; level.length > 0;) {
    const pinned = new Map(level.flatMap(({ plan }) => pinnedIn(plan)).map((origin) => [keyOf(origin), origin]));
    const fresh = [...pinned.values()].filter((origin) => !names.has(keyOf(origin)) && !missing.has(keyOf(origin)));
    if (names.size + fresh.length > MAX_CARRIED) {
      isOver = true;
      break;
    }
    const ids = fresh.map((origin) => origin.workflowId);
    const own = await whichAreOwn(db, ids, agentId);
    const found = await Promise.all(
      fresh.map(async (origin) => ({ origin, said: await findPinned(db, origin.workflowId, origin.version) })),
    );
    level = found.flatMap(({ origin, said }): Member[] => {
      if (said === null || !own.has(origin.workflowId)) {
        missing.add(keyOf(origin));
        return [];
      }
      const name = nameFor(said.name, origins);
      names.set(keyOf(origin), name);
      origins.set(name, origin);
      return [{ definition: said.definition, plan: said.plan, name }];
    });
    members.push(...level);
  }
  const renamed = members.map((member) => ({ ...member, definition: withNames(member, names) }));
  const carried = renamed.flatMap(({ name, definition: inner }) =>
    name === undefined ? [] : [[name, inner] as const],
  );
  return {
    whole: { definition: renamed[0]?.definition ?? definition, subWorkflows: Object.fromEntries(carried) },
    origins,
    faults: isOver ? [tooMany()] : members.flatMap((member) => missingIn(member, missing)),
  };
}

/** In which of them a place is, for whoever knows them as workflows: the pointer has the name that they get. */
export function saidOf(origins: ReadonlyMap<string, Origin>, name: string): string {
  const origin = origins.get(name);
  return origin === undefined ? "" : ` This is in ${origin.workflowId}, version ${origin.version}.`;
}

function pinnedIn({ steps }: Plan): Origin[] {
  return steps.flatMap(({ action }) => (action.kind === "workflow" ? [action] : []));
}

function keyOf({ workflowId, version }: Origin): string {
  return `${workflowId}@${version}`;
}

/** By step id, which workflow it runs. */
function runBy({ plan }: Member): Map<string, string> {
  return new Map(
    plan.steps.flatMap(({ id, action }) => (action.kind === "workflow" ? [[id, keyOf(action)] as const] : [])),
  );
}

function withNames(member: Member, names: ReadonlyMap<string, string>): Json {
  const { definition } = member;
  if (!isObject(definition) || !Array.isArray(definition["steps"])) return definition;
  const run = runBy(member);
  const steps = definition["steps"].map((step): Json => {
    const key = isObject(step) && typeof step["id"] === "string" ? run.get(step["id"]) : undefined;
    const name = key === undefined ? undefined : names.get(key);
    return isObject(step) && name !== undefined ? { ...step, workflowId: subId(name) } : step;
  });
  return { ...definition, steps };
}

function missingIn(member: Member, missing: ReadonlySet<string>): FieldFault[] {
  const { definition, name } = member;
  const steps = isObject(definition) && Array.isArray(definition["steps"]) ? definition["steps"] : [];
  const run = runBy(member);
  const at = name === undefined ? "" : append("/subWorkflows", name);
  return steps.flatMap((step, index): FieldFault[] => {
    const key = isObject(step) && typeof step["id"] === "string" ? run.get(step["id"]) : undefined;
    if (key === undefined || !missing.has(key)) return [];
    const [workflowId] = key.split("@");
    const message = `The workflow "${workflowId}", which this step runs, is deleted or not yours.`;
    const hint =
      "Put another workflow of yours, or its steps, in the place of this one, store that as a new version, and publish again.";
    return [{ code: "missing_workflow", pointer: `${at}/steps/${index}/workflowId`, message, hint }];
  });
}

function tooMany(): FieldFault {
  const message = `The workflow runs more than ${MAX_CARRIED} others, directly or not, which is as many as a template carries.`;
  return { code: "too_large", pointer: "/steps", message, hint: "Publish parts of it as templates of their own." };
}

/** The workflow's own name, as far as a name may be so, and different from all others. */
function nameFor(text: string, taken: ReadonlyMap<string, unknown>): string {
  const plain = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^[^a-z]+|_+$/g, "")
    .slice(0, MAX_NAME);
  const wanted = plain === "" ? "workflow" : plain;
  let name = wanted;
  for (let n = 2; taken.has(name); n++) name = `${wanted.slice(0, MAX_NAME - 4)}_${n}`;
  return name;
}
