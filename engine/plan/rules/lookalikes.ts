// Texts that look as if they were meant as placeholders. They are legal, and would be sent as they stand.

import type { Json } from "../../json.ts";
import { append } from "../../schema/pointer.ts";
import { isObject } from "../../schema/resources.ts";
import { parseTemplate } from "../../template/parse.ts";
import type { Checking } from "../checking.ts";
import { meantPlaceholder } from "../mend/mend-template.ts";
import { namesOf, type Names } from "../mend/names.ts";

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
    visit(templated.value, templated.pointer, (text, pointer) => {
      const lookalike = lookalikeIn(text, names);
      if (lookalike === undefined) return;
      const { found, meant, mended } = lookalike;
      report.warning({
        code: "not_a_template",
        pointer,
        message: `${JSON.stringify(found)} is no placeholder, so it is sent as it stands.`,
        hint: () => `Placeholders have two braces: ${meant}.`,
        fix: () => (mended === undefined ? undefined : [{ op: "replace", path: pointer, value: mended }]),
      });
    });
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

function visit(value: Json, pointer: string, onText: (text: string, pointer: string) => void): void {
  if (typeof value === "string") onText(value, pointer);
  else if (Array.isArray(value))
    for (const [index, item] of value.entries()) visit(item, append(pointer, index), onText);
  else if (isObject(value)) {
    for (const key of Object.keys(value)) visit(value[key] ?? null, append(pointer, key), onText);
  }
}
