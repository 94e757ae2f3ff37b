// Tools that do not exist, or not for this caller.

import { quoted } from "../../schema/words.ts";
import { MAX_TOOL_ID_LENGTH } from "../../definition/limits.ts";
import type { Checking } from "../checking.ts";
import { nameOf, type DraftCall, type DraftStep } from "../draft.ts";
import { nearest } from "../suggest.ts";

export function checkTools(checking: Checking): void {
  const hints = new Map<string, string | undefined>();
  for (const step of checking.draft.steps) {
    for (const call of step.calls) {
      checkToolId(call, step, checking, hints);
      checkToolName(call, step, checking);
    }
  }
}

/** `agent/name@version` */
function checkToolName({ tool, pointer }: DraftCall, step: DraftStep, { catalog, report }: Checking): void {
  if (tool === undefined || tool === "" || tool.length > MAX_TOOL_ID_LENGTH) return;
  const at = `${pointer}/tool`;
  if (tool.includes("{{")) {
    report.error({
      code: "template_not_allowed",
      pointer: at,
      message: `tool of ${nameOf(step)} is a template, but which tool a step calls must be fixed.`,
      hint: () => "Write the tool's agent, name and version.",
    });
  } else if (catalog.named(tool) === undefined) {
    report.error({
      code: "unknown_tool",
      pointer: at,
      message: `There is no tool ${quoted(tool)} that you can use.`,
      hint: () => {
        const byName = catalog.candidates().find(({ id, name }) => name === tool || id === tool);
        return byName === undefined ? "It is written agent_…/name@1.0.0." : `Write "toolId": "${byName.id}".`;
      },
    });
  }
}

function checkToolId(
  { toolId, pointer: owner }: DraftCall,
  step: DraftStep,
  { catalog, report }: Checking,
  hints: Map<string, string | undefined>,
): void {
  if (toolId === undefined || toolId === "" || toolId.length > MAX_TOOL_ID_LENGTH) return;
  const pointer = `${owner}/toolId`;
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
