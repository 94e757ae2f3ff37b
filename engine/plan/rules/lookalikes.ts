// Texts that look as if they were meant as placeholders. They are legal, and would be sent as they stand.

import { append } from "../../schema/pointer.ts";
import { isObject } from "../../schema/resources.ts";
import { hasPlaceholder, parseTemplate } from "../../template/parse.ts";
import type { Checking } from "../checking.ts";
import type { Templated } from "../draft.ts";
import { meantPlaceholder, mendedCondition } from "../mend/mend-template.ts";
import { namesOf, type Names } from "../mend/names.ts";
import type { Finding } from "../report.ts";
import { textsIn } from "./texts-in.ts";

const PATH = String.raw`(?:inputs?|steps?\.[\w-]+)(?:[.[][^\s{}<>%$()]*)?`;
/** `${…}`, `$(…)`, `#{…}`, `{…}`, `<%= … %>`, `[[…]]` around a path. */
const WRAPPED = new RegExp(
  String.raw`[$#@]?\{\s*(${PATH})\s*\}|\$\(\s*(${PATH})\s*\)|<%=?\s*(${PATH})\s*%>|\[\[\s*(${PATH})\s*\]\]`,
  "g",
);
/** A whole text that is a path: `$.steps.search.result`, `$input.topic`. */
const BARE = /^(?:\$\.?(inputs?\.[^\s{}]+)|\$?\.?(steps?\.[\w-]+\.[^\s{}]+)|(input\.[\w.-]+))$/;
/** `${{ … }}`, where the dollar is no price. */
const DOLLAR = /^\$(\{\{[^{}]*\}\})$/;

export function checkLookalikes(checking: Checking): void {
  const { draft, report } = checking;
  const { steps, output, concurrencyKey } = draft;
  const names = namesOf(checking);
  for (const templated of [...steps.flatMap(({ templates }) => templates), output, concurrencyKey]) {
    // What is no condition, or no list, is said of it already.
    if (templated === undefined || templated.place === "when" || templated.place === "items") continue;
    const wrapped = expressionIn(templated, names);
    if (wrapped !== undefined) {
      report.warning(wrapped);
      continue;
    }
    for (const [text, pointer] of textsIn(templated.value, templated.pointer)) {
      // What is faulty between the braces is told as that.
      if (templated.faults.some((fault) => `${templated.pointer}${fault.pointer}` === pointer)) continue;
      const lookalike = lookalikeIn(text, names) ?? stepAlone(text, templated, names);
      if (lookalike === undefined) continue;
      const { found, meant, mended } = lookalike;
      report.warning({
        code: "not_a_template",
        pointer,
        message: `${JSON.stringify(found)} is no placeholder, so it is sent as it stands.`,
        hint: () => `Placeholders have two braces: ${meant}.`,
        fix: () => (mended === undefined ? undefined : [{ op: "replace", path: pointer, value: mended }]),
      });
    }
  }
}

interface Lookalike {
  readonly found: string;
  /** The placeholder to write. */
  readonly meant: string;
  /** The whole text with it; undefined where the path leads nowhere. */
  readonly mended: string | undefined;
}

function lookalikeIn(text: string, names: Names): Lookalike | undefined {
  const [, placeholder] = DOLLAR.exec(text) ?? [];
  if (placeholder !== undefined) {
    const isSound = parseTemplate(placeholder).parts.every(({ kind }) => kind !== "fault");
    return { found: text, meant: placeholder, mended: isSound ? placeholder : undefined };
  }
  if (text.includes("{{")) return undefined;
  const [bare, ...paths] = BARE.exec(text) ?? [];
  const path = paths.find((one) => one !== undefined);
  if (bare !== undefined && path !== undefined) {
    // Without a sign, it has to be something that is there.
    if (bare.startsWith("input.") && !names.inputs.has(/^input\.([\w-]+)/.exec(bare)?.[1] ?? "")) return undefined;
    const meant = meantPlaceholder(path, names);
    return { found: bare, meant: meant ?? `{{${path}}}`, mended: meant };
  }
  const wrapped = [...text.matchAll(WRAPPED)].map(([found, ...inner]) => {
    const written = inner.find((one) => one !== undefined) ?? "";
    // Of the whole input, `{input}` is as likely to be a name in somebody else's format.
    return { found, written, meant: /^inputs?$/.test(written) ? undefined : meantPlaceholder(written, names) };
  });
  const [first] = wrapped;
  if (first === undefined) return undefined;
  const isSound = wrapped.every(({ meant }) => meant !== undefined);
  const mended = wrapped.reduce((whole, { found, meant = found }) => whole.replace(found, () => meant), text);
  return { found: first.found, meant: first.meant ?? `{{${first.written}}}`, mended: isSound ? mended : undefined };
}

/** Of an output, or of what a transform gives, the bare id of a step is its result. */
function stepAlone(text: string, { place, stepId, value }: Templated, { steps }: Names): Lookalike | undefined {
  const isAlone = (place === "output" || (place === "transform" && text === value)) && text !== stepId;
  if (!isAlone || !steps.has(text)) return undefined;
  const meant = `{{steps.${text}.result}}`;
  // Beside other members it may be a word like any other.
  return { found: text, meant, mended: text === value ? meant : undefined };
}

const LANGUAGES: ReadonlySet<string> = new Set(
  "expression expr jsonata jmespath jq javascript js code script".split(" "),
);
const NAMES_ONLY: ReadonlySet<string> = new Set(["type", "language", "lang"]);

/** `"transform": { "jsonata": "$sum(…)" }`, which would give this very object. */
function expressionIn({ place, value, pointer }: Templated, names: Names): Finding | undefined {
  if (place !== "transform" || !isObject(value)) return undefined;
  const [only, ...others] = Object.entries(value).filter(([key]) => !NAMES_ONLY.has(key));
  const [key, text] = only ?? [];
  if (key === undefined || others.length > 0 || !LANGUAGES.has(key) || typeof text !== "string") return undefined;
  const meant = hasPlaceholder(text) ? text : mendedCondition(text, names);
  return {
    code: "not_a_template",
    pointer: append(pointer, key),
    message: `transform gives the value as it is written, so this gives an object with a member ${JSON.stringify(key)}.`,
    hint: () => `Write the expression itself: "transform": ${JSON.stringify(meant ?? `{{= ${text} }}`)}.`,
    fix: () => (meant === undefined ? undefined : [{ op: "replace", path: pointer, value: meant }]),
  };
}
