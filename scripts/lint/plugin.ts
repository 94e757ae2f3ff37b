// Hands every import that oxlint sees to import-rules.ts.

import { posix, relative, sep } from "node:path";
import { importFault } from "./import-rules.ts";

interface SourceNode {
  readonly source: { readonly type: string; readonly value?: unknown } | null;
  readonly importKind?: string;
  readonly exportKind?: string;
}

interface RuleContext {
  readonly filename: string;
  readonly cwd: string;
  report(problem: { node: unknown; message: string }): void;
}

const direction = {
  create(context: RuleContext) {
    const from = relative(context.cwd, context.filename).split(sep).join("/");

    function inspect(node: SourceNode): void {
      const specifier = node.source?.value;
      if (typeof specifier !== "string") return;
      const to = specifier.startsWith(".") ? posix.join(posix.dirname(from), specifier) : specifier;
      const typeOnly = node.importKind === "type" || node.exportKind === "type";
      const message = importFault({ from, to, typeOnly });
      if (message !== null) context.report({ node, message });
    }

    return {
      ImportDeclaration: inspect,
      ExportNamedDeclaration: inspect,
      ExportAllDeclaration: inspect,
      ImportExpression: inspect,
    };
  },
};

export default { meta: { name: "nexuscall" }, rules: { "import-direction": direction } };
