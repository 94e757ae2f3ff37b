// JSON text, changed in place: what an edit is not about keeps every byte, its order and its layout.

import { findNodeAtLocation, type Node, parseTree } from "jsonc-parser";
import type { Json } from "../../engine/json.ts";
import type { Patch, PatchOperation } from "../../engine/plan/patch.ts";
import { tokensOf } from "../../engine/schema/pointer.ts";

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
  const root = parseTree(text);
  const node = root && nodeAt(root, tokensOf(pointer));
  return node && { from: node.offset, to: endOf(node) };
}

function applied(text: string, operation: PatchOperation): string | undefined {
  const root = parseTree(text);
  if (root === undefined) return undefined;
  const { op, path } = operation;
  switch (op) {
    case "replace": {
      const node = nodeAt(root, tokensOf(path));
      return node && replaced(text, node, printed(text, operation.value, indentAt(text, node.offset)));
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
      const left = rest === undefined ? undefined : parseTree(rest);
      if (node === undefined || rest === undefined || left === undefined) return undefined;
      return added(rest, left, tokensOf(path), () => text.slice(node.offset, endOf(node)));
    }
  }
}

function added(
  text: string,
  root: Node,
  tokens: readonly string[],
  print: (indent: string) => string,
): string | undefined {
  const key = tokens.at(-1);
  if (key === undefined) return replaced(text, root, print(""));
  const parent = nodeAt(root, tokens.slice(0, -1));
  if (parent?.type === "array") {
    const items = parent.children ?? [];
    const at = key === "-" ? items.length : Number(key);
    return Number.isInteger(at) && at <= items.length ? inserted(text, parent, at, print) : undefined;
  }
  if (parent?.type !== "object") return undefined;
  const there = nodeAt(parent, [key]);
  if (there !== undefined) return replaced(text, there, print(indentAt(text, there.offset)));
  const colon = isPretty(text) ? ": " : ":";
  return inserted(
    text,
    parent,
    (parent.children ?? []).length,
    (indent) => JSON.stringify(key) + colon + print(indent),
  );
}

/** A further child of a list or an object, laid out as its neighbours are. */
function inserted(text: string, parent: Node, at: number, print: (indent: string) => string): string {
  const children = parent.children ?? [];
  const [first] = children;
  const open = parent.offset + 1;
  if (first === undefined) {
    const outer = indentAt(text, parent.offset);
    const inner = outer + unitOf(text);
    const content = isPretty(text) ? `\n${inner}${print(inner)}\n${outer}` : print("");
    return text.slice(0, open) + content + text.slice(endOf(parent) - 1);
  }
  const lead = text.slice(open, first.offset);
  const indent = lead.includes("\n") ? indentAt(text, first.offset) : "";
  const content = lead.includes("\n") ? print(indent) : onOneLine(print(indent));
  const separator = lead.includes("\n") ? `,${lead}` : isPretty(text) ? ", " : ",";
  const next = children[at];
  if (next !== undefined) return text.slice(0, next.offset) + content + separator + text.slice(next.offset);
  const last = children.at(-1) ?? first;
  return text.slice(0, endOf(last)) + separator + content + text.slice(endOf(last));
}

/** Of a member, its key goes too. */
function removed(text: string, node: Node): string | undefined {
  const child = node.parent?.type === "property" ? node.parent : node;
  const parent = child.parent;
  if (parent === undefined) return undefined;
  const siblings = parent.children ?? [];
  const at = siblings.indexOf(child);
  const before = siblings[at - 1];
  const next = siblings[at + 1];
  if (before !== undefined) return text.slice(0, endOf(before)) + text.slice(endOf(child));
  if (next !== undefined) return text.slice(0, child.offset) + text.slice(next.offset);
  return text.slice(0, parent.offset + 1) + text.slice(endOf(parent) - 1);
}

/** Like JSON.parse: of two members with one key, the last. */
function nodeAt(root: Node, tokens: readonly string[]): Node | undefined {
  let node: Node | undefined = root;
  for (const token of tokens) {
    if (node === undefined) return undefined;
    if (node.type === "array") {
      node = /^(?:0|[1-9]\d*)$/.test(token) ? findNodeAtLocation(node, [Number(token)]) : undefined;
    } else if (node.type === "object") {
      node = node.children?.findLast(({ children }) => children?.[0]?.value === token)?.children?.[1];
    } else {
      return undefined;
    }
  }
  return node;
}

function replaced(text: string, node: Node, content: string): string {
  return text.slice(0, node.offset) + content + text.slice(endOf(node));
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

function endOf({ offset, length }: Node): number {
  return offset + length;
}
