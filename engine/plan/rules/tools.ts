// Tools that do not exist, or not for this caller.

import { quoted } from "../../schema/words.ts";
import { MAX_TOOL_ID_LENGTH } from "../../definition/limits.ts";
import type { Checking } from "../checking.ts";
import { nameOf, type DraftStep } from "../draft.ts";
import { nearest } from "../suggest.ts";

export function checkTools(checking: Checking): void {
  const hints = new Map<string, string | undefined>();
  for (const step of checking.draft.steps) checkTool(step, checking, hints);
}

function checkTool(step: DraftStep, { catalog, report }: Checking, hints: Map<string, string | undefined>): void {
  const { toolId } = step;
  if (toolId === undefined || toolId === "" || toolId.length > MAX_TOOL_ID_LENGTH) return;
  const pointer = `${step.pointer}/toolId`;
  if (toolId.includes("{{")) {
    return report.error({
      code: "template_not_allowed",
      pointer,
      message: `toolId of ${nameOf(step)} is a template, but which tool a step calls must be fixed.`,
      hint: () => "Write the tool's id.",
    });
  }
  if (catalog.find(toolId) !== undefined) return;
  report.error({
    code: "unknown_tool",
    pointer,
    message: `There is no tool ${quoted(toolId)} that you can use.`,
    hint() {
      if (!hints.has(toolId)) hints.set(toolId, suggestTool(toolId, checkingCandidates(catalog)));
      return hints.get(toolId);
    },
  });
}

function checkingCandidates(catalog: Checking["catalog"]): { id: string; name: string }[] {
  return catalog.candidates().map(({ id, name }) => ({ id, name }));
}

function suggestTool(toolId: string, candidates: readonly { id: string; name: string }[]): string | undefined {
  const named = candidates.find(({ name }) => name === toolId);
  if (named !== undefined) return `toolId takes the tool's id: "${named.id}".`;
  const close =
    nearest(
      toolId,
      candidates.map(({ id }) => id),
    ) ??
    nearest(
      toolId,
      candidates.map(({ name }) => name),
    );
  const found = candidates.find(({ id, name }) => id === close || name === close);
  return found === undefined ? undefined : `Did you mean "${found.id}" (${found.name})?`;
}
