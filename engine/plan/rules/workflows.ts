// Sub-workflows that do not exist, lead back to the workflow itself, or nest too deeply.

import { MAX_SUB_WORKFLOWS, MAX_TOOL_ID_LENGTH, MAX_WORKFLOW_DEPTH } from "../../definition/limits.ts";
import { quoted } from "../../schema/words.ts";
import type { Candidate, ToolCatalog } from "../catalog.ts";
import type { Checking } from "../checking.ts";
import { nameOf } from "../draft.ts";
import { namedIn } from "../named.ts";
import type { Patch } from "../patch.ts";
import { closest } from "../suggest.ts";

export function checkWorkflows({ draft, catalog, report }: Checking): void {
  const known = new Set(namedIn(draft.source).workflowIds);
  let isOver = false;
  for (const step of draft.steps) {
    const [own] = step.calls;
    const id = own?.workflowId;
    if (id === undefined || id === "" || id.length > MAX_TOOL_ID_LENGTH) continue;
    const pointer = `${step.pointer}/workflowId`;
    if (id.includes("{{")) {
      report.error({
        code: "template_not_allowed",
        pointer,
        message: `workflowId of ${nameOf(step)} is a template, but which workflow a step runs must be fixed.`,
        hint: () => "Write the workflow's id.",
      });
      continue;
    }
    if (!known.has(id)) {
      if (!isOver) {
        report.error({
          code: "too_many_workflows",
          pointer,
          message: `The steps run more than ${MAX_SUB_WORKFLOWS} different workflows, which is as many as they may.`,
          hint: () => "Let workflows of their own run some of them.",
        });
      }
      isOver = true;
      continue;
    }
    const workflow = catalog.workflow(id);
    if (workflow === undefined) {
      report.error({
        code: "unknown_workflow",
        pointer,
        message: `There is no active workflow ${quoted(id)} that you can run.`,
        hint: () => didYouMean(meant(id, catalog)) ?? "GET /api/v1/workflows lists yours.",
        fix: () => mend(pointer, meant(id, catalog)),
      });
      continue;
    }
    const { definedId } = catalog;
    const leadsBack = definedId !== undefined && [id, ...workflow.uses.map(idOf)].includes(definedId);
    if (leadsBack) {
      report.error({
        code: "workflow_cycle",
        pointer,
        message: `${quoted(workflow.name)} leads back to this workflow: ${[definedId, id, ...workflow.uses.map(idOf)].slice(0, 10).join(" -> ")}.`,
        hint: () => "A workflow may not run itself, directly or not.",
      });
    } else if (workflow.depth + 1 > MAX_WORKFLOW_DEPTH) {
      report.error({
        code: "workflows_too_deep",
        pointer,
        message: `${quoted(workflow.name)} nests ${workflow.depth} deep already; at most ${MAX_WORKFLOW_DEPTH} levels are allowed.`,
      });
    }
  }
}

function meant(id: string, catalog: ToolCatalog): Candidate | undefined {
  const candidates = (catalog.workflows?.() ?? []).filter((candidate) => candidate.id !== catalog.definedId);
  const named = candidates.filter(({ name }) => name === id);
  if (named.length > 0) return named.length === 1 ? named[0] : undefined;
  const close = closest(
    id,
    candidates.map((candidate) => candidate.id),
  );
  return candidates.find((candidate) => candidate.id === close);
}

function didYouMean(candidate: Candidate | undefined): string | undefined {
  return candidate && `Did you mean "${candidate.id}" (${candidate.name})?`;
}

function mend(path: string, candidate: Candidate | undefined): Patch | undefined {
  return candidate && [{ op: "replace", path, value: candidate.id }];
}

function idOf(use: string): string {
  return use.slice(0, use.lastIndexOf("@"));
}
