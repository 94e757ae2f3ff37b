// What the kinds of action have in common.

import type { Handoff, StepAction, WaitForSignal, WorkflowCall } from "./plan.ts";

/** The engine does it by itself: nobody outside is busy with it. */
export function takesNoSlot({ kind }: StepAction): boolean {
  return kind === "transform" || kind === "wait";
}

/** Somebody else takes it over, and answers in his own time. */
export function isHandedOver(action: StepAction): action is WorkflowCall | Handoff {
  return action.kind === "workflow" || action.kind === "handoff";
}

export function signalOf(action: StepAction): WaitForSignal | null {
  return action.kind === "wait" && "signal" in action ? action : null;
}
