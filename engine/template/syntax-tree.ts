// JSONata's syntax tree, as far as templates look into it. JSONata's own types say less than its parser gives.

export type NodeType =
  | "path"
  | "binary"
  | "unary"
  | "name"
  | "string"
  | "number"
  | "value"
  | "wildcard"
  | "descendant"
  | "parent"
  | "condition"
  | "block"
  | "bind"
  | "regex"
  | "function"
  | "variable"
  | "lambda"
  | "partial"
  | "apply"
  | "transform"
  | "operator"
  | "sort"
  | "filter"
  | "index"
  | "error";

export interface SyntaxNode {
  readonly type: NodeType;
  /** A name, a literal's value, an operator; for `regex` the RegExp that the tokenizer made. */
  value?: unknown;
  /** The end of the token, counted from the start of the expression. */
  readonly position?: number;
  readonly steps?: SyntaxNode[];
  /** Filters on anything but a step of a path. */
  readonly predicate?: Stage[];
  /** Filters and index bindings on a step of a path. */
  readonly stages?: Stage[];
  readonly group?: { readonly lhs: [SyntaxNode, SyntaxNode][] };
  /** Names that the step binds: `@$name`, `#$name`. */
  readonly focus?: string;
  readonly index?: string;
  readonly tuple?: boolean;
  readonly terms?: { readonly expression: SyntaxNode }[];
  readonly lhs?: SyntaxNode | [SyntaxNode, SyntaxNode][];
  readonly rhs?: SyntaxNode;
  readonly expression?: SyntaxNode;
  readonly expressions?: SyntaxNode[];
  readonly procedure?: SyntaxNode;
  readonly arguments?: SyntaxNode[];
  readonly body?: SyntaxNode;
  readonly signature?: unknown;
  readonly thunk?: boolean;
  readonly condition?: SyntaxNode;
  readonly then?: SyntaxNode;
  readonly else?: SyntaxNode;
}

export interface Stage {
  readonly type: "filter" | "index";
  readonly expr?: SyntaxNode;
  readonly value?: string;
}
