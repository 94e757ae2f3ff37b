// JSON text, changed in place: what an edit is not about keeps every byte, its order and its layout.

import type { Json } from "../../engine/json.ts";
import type { Patch, PatchOperation } from "../../engine/plan/patch.ts";
import { tokensOf } from "../../engine/schema/pointer.ts";
import { WrittenNode } from "./written-node.ts";

/** The text with the patch applied; undefined where an operation does not apply. The text is JSON. */
export function patchedText(text: string, patch: Patch): string | undefined {
  let written: string | undefined = text;
  for (const operation of patch) {
    if (written === undefined) return undefined;
    written = applied(written, operation);
  }
  return written;
}

/** Where the value that a pointer leads to stands in the text. */
export function rangeOf(text: string, pointer: string): { readonly from: number; readonly to: number } | undefined {
  return nodeAt(WrittenNode.root(text), tokensOf(pointer));
}

function applied(text: string, operation: PatchOperation): string | undefined {
  const root = WrittenNode.root(text);
  const { op, path } = operation;
  switch (op) {
    case "replace": {
      const node = nodeAt(root, tokensOf(path));
      return node && replaced(text, node, printed(text, operation.value, indentAt(text, node.from)));
    }
    case "add":
      return added(text, root, tokensOf(path), (indent) => printed(text, operation.value, indent));
    case "remove": {
      const node = nodeAt(root, tokensOf(path));
      return node && removed(text, node);
    }
    case "move": {
      const node = nodeAt(root, tokensOf(operation.from));
      const rest = node && removed(text, node);
      if (node === undefined || rest === undefined) return undefined;
      return added(rest, WrittenNode.root(rest), tokensOf(path), () => text.slice(node.from, node.to));
    }
  }
}

function added(
  text: string,
  root: WrittenNode,
  tokens: readonly string[],
  print: (indent: string) => string,
): string | undefined {
  const key = tokens.at(-1);
  if (key === undefined) return replaced(text, root, print(""));
  const parent = nodeAt(root, tokens.slice(0, -1));
  if (parent?.isArray) {
    const { length } = parent.children;
    const at = key === "-" ? length : Number(key);
    return Number.isInteger(at) && at <= length ? inserted(text, parent, at, print) : undefined;
  }
  if (!parent?.isObject) return undefined;
  const there = nodeAt(parent, [key]);
  if (there !== undefined) return replaced(text, there, print(indentAt(text, there.from)));
  const colon = isPretty(text) ? ": " : ":";
  return inserted(text, parent, parent.children.length, (indent) => JSON.stringify(key) + colon + print(indent));
}

/** A further child of a list or an object, laid out as its neighbours are. */
function inserted(text: string, parent: WrittenNode, at: number, print: (indent: string) => string): string {
  const { children } = parent;
  const [first] = children;
  const open = parent.from + 1;
  if (first === undefined) {
    const outer = indentAt(text, parent.from);
    const inner = outer + unitOf(text);
    const content = isPretty(text) ? `\n${inner}${print(inner)}\n${outer}` : print("");
    return text.slice(0, open) + content + text.slice(parent.to - 1);
  }
  const lead = text.slice(open, first.start);
  const indent = lead.includes("\n") ? indentAt(text, first.start) : "";
  const content = lead.includes("\n") ? print(indent) : onOneLine(print(indent));
  const separator = lead.includes("\n") ? `,${lead}` : isPretty(text) ? ", " : ",";
  const next = children[at];
  if (next !== undefined) return text.slice(0, next.start) + content + separator + text.slice(next.start);
  const last = children.at(-1) ?? first;
  return text.slice(0, last.to) + separator + content + text.slice(last.to);
}

/** Of a member, its key goes too. */
function removed(text: string, node: WrittenNode): string | undefined {
  const { parent } = node;
  if (parent === undefined) return undefined;
  const at = parent.children.indexOf(node);
  const before = parent.children[at - 1];
  const next = parent.children[at + 1];
  if (before !== undefined) return text.slice(0, before.to) + text.slice(node.to);
  if (next !== undefined) return text.slice(0, node.start) + text.slice(next.start);
  return text.slice(0, parent.from + 1) + text.slice(parent.to - 1);
}

/** Like JSON.parse: of two members with one key, the last. */
function nodeAt(root: WrittenNode, tokens: readonly string[]): WrittenNode | undefined {
  let node: WrittenNode | undefined = root;
  for (const token of tokens) {
    if (node?.isArray) node = /^(?:0|[1-9]\d*)$/.test(token) ? node.children[Number(token)] : undefined;
    else node = node?.children.findLast(({ key }) => key === token);
  }
  return node;
}

function replaced(text: string, node: WrittenNode, content: string): string {
  return text.slice(0, node.from) + content + text.slice(node.to);
}

function printed(text: string, value: Json, indent: string): string {
  if (!isPretty(text)) return JSON.stringify(value);
  return JSON.stringify(value, null, unitOf(text)).replaceAll("\n", `\n${indent}`);
}

/** Within JSON text a line break is layout: in a string it is written as \n. */
function onOneLine(content: string): string {
  return content.replaceAll(
    /(\[?)\n\s*(\]?)/g,
    (_, open: string, close: string) => open + (open || close ? "" : " ") + close,
  );
}

function isPretty(text: string): boolean {
  return text.includes("\n");
}

/** The whitespace that the line of this place begins with. */
function indentAt(text: string, at: number): string {
  const line = text.slice(text.lastIndexOf("\n", at - 1) + 1, at);
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}

/** By how much the text is indented at each level. */
function unitOf(text: string): string {
  return /\n([ \t]+)/.exec(text)?.[1] ?? "  ";
}
