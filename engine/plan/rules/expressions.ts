// Expressions that parse, and mean something else than whoever wrote them thinks, as in JavaScript: texts that are added.

import { hasPlaceholder, parseTemplate } from "../../template/parse.ts";
import type { Checking } from "../checking.ts";
import { nameOf, type Templated } from "../draft.ts";
import { textsIn } from "./texts-in.ts";

const STRINGS = /("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/;

export function checkExpressions({ draft, report }: Checking): void {
  const { steps, output } = draft;
  for (const [owner, templated] of [
    ...steps.flatMap((step) => step.templates.map((one) => [nameOf(step), one] as const)),
    ...(output === undefined ? [] : [["the workflow", output] as const]),
  ]) {
    if (templated.faults.length === 0) checkAdditions(owner, templated, report);
  }
}

function checkAdditions(owner: string, { value, pointer }: Templated, report: Checking["report"]): void {
  for (const [text, at] of textsIn(value, pointer)) {
    if (!hasPlaceholder(text)) continue;
    const added = parseTemplate(text).parts.flatMap((part) =>
      part.kind === "expression" && joined(part.source) !== part.source ? [part] : [],
    );
    const [first] = added;
    if (first === undefined) continue;
    report.error({
      code: "bad_type",
      pointer: at,
      message: `${first.written} of ${owner} adds a text by +, which adds numbers only, so it fails.`,
      hint: () => 'Texts are put together with &: "About " & $input.topic.',
      fix() {
        const mended = added.reduce((whole, part) => whole.replace(part.written, () => joined(part.written)), text);
        return added.some(({ written }) => /\+/.test(withoutStrings(joined(written))))
          ? undefined
          : [{ op: "replace", path: at, value: mended }];
      },
    });
  }
}

/** Each + beside a text in quotes as &. */
function joined(source: string): string {
  return source
    .split(STRINGS)
    .map((piece, at, all) => {
      if (at % 2 === 1) return piece;
      const after = at > 0 ? piece.replace(/^(\s*)\+/, "$1&") : piece;
      return at < all.length - 1 ? after.replace(/\+(\s*)$/, "&$1") : after;
    })
    .join("");
}

function withoutStrings(source: string): string {
  return source
    .split(STRINGS)
    .filter((_, at) => at % 2 === 0)
    .join("");
}
