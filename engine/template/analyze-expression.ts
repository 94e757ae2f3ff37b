// What an expression refers to, what is wrong with it, and which of its nodes cost more than they look, read
// off its syntax tree before anything is evaluated.

import { didYouMean } from "../plan/suggest.ts";
import { type LocalFault, localFault, shown } from "./fault.ts";
import { FORBIDDEN_FUNCTIONS, FUNCTION_NAMES } from "./function-names.ts";
import { calls, isElvis, isNamedBy, type NamedPath, namedPathOf } from "./named-path.ts";
import { forbiddenKey, isForbidden, isRoot, pathFault, pathText, type Root, ROOTS } from "./path.ts";
import type { SyntaxNode } from "./syntax-tree.ts";
import { childrenOf } from "./walk-tree.ts";

export interface ExpressionReference {
  readonly root: Root;
  /** Names only, up to the first step that is none. */
  readonly path: readonly string[];
  /** Somewhere in the expression it may be missing: `$exists(…)`, `?? …`, `?: …`. */
  readonly optional: boolean;
}

/** How the evaluator must treat a node beyond its type. */
export interface Role {
  /** What is behind the node's evaluation costs as much again: see `MeteredEvaluation`. */
  cost?: "sort_term" | "group_key" | "compared" | "tuple";
  /** A result that is missing here is no fault. */
  optional?: boolean;
}

export interface Analysis {
  readonly references: ExpressionReference[];
  readonly faults: LocalFault[];
  readonly roles: ReadonlyMap<SyntaxNode, Role>;
  readonly regexes: readonly SyntaxNode[];
}

interface Place {
  /** Nothing is the context here, so a bare name has nothing to start from. */
  readonly rooted: boolean;
  readonly optional: boolean;
}

export function analyzeExpression(tree: SyntaxNode, source: string): Analysis {
  const analyzer = new Analyzer(source, boundNames(tree));
  analyzer.visit(tree, { rooted: true, optional: false });
  const { faults, roles, regexes } = analyzer;
  return { references: merged(analyzer.references), faults, roles, regexes };
}

class Analyzer {
  readonly references: ExpressionReference[] = [];
  readonly faults: LocalFault[] = [];
  readonly roles = new Map<SyntaxNode, Role>();
  readonly regexes: SyntaxNode[] = [];
  readonly #source: string;
  readonly #bound: ReadonlySet<string>;

  constructor(source: string, bound: ReadonlySet<string>) {
    this.#source = source;
    this.#bound = bound;
    for (const name of bound) {
      if (isRoot(name)) this.#fault("reserved_variable", `$${name} is the template's own and cannot be set.`);
    }
  }

  visit(node: SyntaxNode, place: Place): void {
    this.#noteRoles(node, place);
    const reference = namedPathOf(node);
    if (reference) {
      this.#refer(reference, place);
      for (const named of reference.nodes) this.#noteRoles(named, place);
    } else {
      this.#checkNode(node, place);
    }
    for (const stage of [...(node.predicate ?? []), ...(node.stages ?? [])]) this.#checkFilter(stage.expr);
    for (const child of childrenOf(node)) {
      if (isNamedBy(reference, child.node) || (child.node === node.procedure && this.#isMissing(child.node))) continue;
      this.visit(child.node, this.#placeOf(node, child.node, child.sameContext, place));
    }
  }

  #placeOf(node: SyntaxNode, child: SyntaxNode, sameContext: boolean, place: Place): Place {
    const mayMiss = (calls(node, "exists") && child !== node.procedure) || (child === node.condition && isElvis(node));
    return { rooted: place.rooted && sameContext, optional: place.optional || mayMiss };
  }

  #refer({ root, path }: NamedPath, { optional }: Place): void {
    const fault = pathFault(root, path);
    if (fault) this.#add(fault);
    else this.references.push({ root, path, optional });
  }

  #checkNode(node: SyntaxNode, { rooted }: Place): void {
    switch (node.type) {
      case "transform":
        this.#fault("unsupported_syntax", "Templates have no |…|…| transforms.", "Use $merge([$x, {…}]) or $map.");
        break;
      case "lambda":
        if (node.signature !== undefined) {
          this.#fault("unsupported_syntax", "A function's signature <…> is not supported.", "Leave it out.");
        }
        break;
      case "function":
      case "partial":
        this.#checkCallee(node.procedure);
        break;
      case "variable":
        this.#checkVariable(String(node.value), rooted);
        break;
      case "name":
        if (isForbidden(String(node.value))) this.#add(forbiddenKey(String(node.value)));
        else if (rooted) this.#checkBareName(node);
        break;
      case "wildcard":
      case "descendant":
        if (rooted) this.#fault("bare_name", `${String(node.value)} has nothing to start from.`, "Write $input.*.");
        break;
      case "regex":
        this.regexes.push(node);
        break;
      default:
    }
  }

  #checkVariable(name: string, rooted: boolean): void {
    if (name === "" && rooted) this.#fault("bare_name", "$ is nothing here.", `Start from ${variables()}.`);
    if (name === "" || this.#bound.has(name) || FUNCTION_NAMES.has(name)) return;
    const instead = FORBIDDEN_FUNCTIONS.get(name);
    if (instead !== undefined) {
      this.#fault("forbidden_function", `Templates have no $${name}.`, instead);
    } else {
      const near = didYouMean(
        `$${name}`,
        [...ROOTS, ...this.#bound].map((known) => `$${known}`),
      );
      this.#fault("unknown_variable", `There is no variable $${name}.`, near ?? `There are ${variables()}.`);
    }
  }

  /** Whether a function is called that there is not. That is told of the call, and not of its name once more. */
  #isMissing(procedure: SyntaxNode): boolean {
    return (
      (procedure.type === "path" && procedure.steps?.length === 1 && procedure.steps[0]?.type === "name") ||
      (procedure.type === "variable" && !this.#knows(String(procedure.value)))
    );
  }

  #checkCallee(procedure: SyntaxNode | undefined): void {
    if (procedure === undefined || !this.#isMissing(procedure)) return;
    const name = String(procedure.type === "path" ? procedure.steps?.[0]?.value : procedure.value);
    if (procedure.type === "path") {
      this.#fault("unknown_function", `There is no function ${name}.`, `Functions start with $: $${name}(…).`);
    } else {
      const near = didYouMean(
        `$${name}`,
        [...FUNCTION_NAMES].map((known) => `$${known}`),
      );
      this.#fault(
        "unknown_function",
        `There is no function $${name}.`,
        near ?? "The functions are those of JSONata 2.",
      );
    }
  }

  #checkBareName(node: SyntaxNode): void {
    const name = String(node.value);
    const before = this.#source.slice(0, (node.position ?? 0) - name.length);
    const dashed = /\$steps\.([A-Za-z0-9_]+)-$/.exec(before);
    const hint = dashed
      ? `JSONata reads "-" as minus: quote the name, $steps."${dashed[1]}-${name}".`
      : isRoot(name)
        ? `Write $${name}.`
        : `Start from ${variables()}; a text stands in quotes.`;
    this.#fault("bare_name", `${shown(name)} has nothing to start from.`, hint);
  }

  #checkFilter(filter: SyntaxNode | undefined): void {
    if (filter?.type !== "string") return;
    const key = shown(String(filter.value));
    this.#fault("string_predicate", `[${key}] filters; it does not look up.`, `Write .${key} instead of [${key}].`);
  }

  #noteRoles(node: SyntaxNode, { optional }: Place): void {
    if (optional) this.#role(node).optional = true;
    if (node.tuple) this.#role(node).cost = "tuple";
    for (const term of node.terms ?? []) this.#role(term.expression).cost = "sort_term";
    for (const [key] of node.group?.lhs ?? []) this.#role(key).cost = "group_key";
    if (node.type === "binary" && ["=", "!=", "&"].includes(String(node.value))) {
      for (const side of [node.lhs, node.rhs]) {
        if (side !== undefined && !Array.isArray(side)) this.#role(side).cost = "compared";
      }
    }
  }

  #role(node: SyntaxNode): Role {
    const known = this.roles.get(node) ?? {};
    this.roles.set(node, known);
    return known;
  }

  #knows(name: string): boolean {
    return this.#bound.has(name) || FUNCTION_NAMES.has(name) || FORBIDDEN_FUNCTIONS.has(name) || isRoot(name);
  }

  #fault(...[code, message, hint]: Parameters<typeof localFault>): void {
    this.#add(localFault(code, message, hint));
  }

  #add(fault: LocalFault): void {
    const isKnown = this.faults.some(({ code, message }) => code === fault.code && message === fault.message);
    if (!isKnown) this.faults.push(fault);
  }
}

function boundNames(tree: SyntaxNode): Set<string> {
  const names = new Set<string>();
  const collect = (node: SyntaxNode): void => {
    if (node.type === "bind" && node.lhs && !Array.isArray(node.lhs)) names.add(String(node.lhs.value));
    if (node.type === "lambda") for (const parameter of node.arguments ?? []) names.add(String(parameter.value));
    if (node.focus !== undefined) names.add(node.focus);
    if (node.index !== undefined) names.add(node.index);
    for (const stage of node.stages ?? []) if (stage.type === "index") names.add(String(stage.value));
    for (const child of childrenOf(node)) collect(child.node);
  };
  collect(tree);
  return names;
}

/** One reference for each path; optional where any of them is: the others stand behind its check. */
function merged(references: readonly ExpressionReference[]): ExpressionReference[] {
  const byPath = new Map<string, ExpressionReference>();
  for (const reference of references) {
    const text = pathText(reference.root, reference.path);
    const optional = reference.optional || (byPath.get(text)?.optional ?? false);
    byPath.set(text, { ...reference, optional });
  }
  return [...byPath.values()];
}

function variables(): string {
  return ROOTS.map((root) => `$${root}`).join(", ");
}
