import { nanoid } from "nanoid";

export type IdType =
  | "agent"
  | "key"
  | "tool"
  | "inv"
  | "wf"
  | "srv"
  | "reg"
  | "box"
  | "run"
  | "req"
  | "sig"
  | "tok"
  | "handoff"
  | "sched"
  | "hook"
  | "dlv"
  | "client"
  | "grant"
  | "tpl";

/** A new id: `<type>_<nanoid(12)>`. */
export function newId(type: IdType): string {
  return `${type}_${nanoid(12)}`;
}
