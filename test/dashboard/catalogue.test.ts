// What the compiler cannot see of the two catalogues: that both say the same things, and that the Korean is of one cast.

import { expect, test } from "vitest";
import { en } from "../../dashboard/i18n/en.ts";
import { ko } from "../../dashboard/i18n/ko.ts";

type Texts = { readonly [Key in string]: string | Texts };

function textsOf(texts: Texts, above = ""): [key: string, text: string][] {
  return Object.entries(texts).flatMap(([key, of]) =>
    typeof of === "string" ? [[above + key, of] as [string, string]] : textsOf(of, `${above}${key}.`),
  );
}

const korean = textsOf(ko);
const found = (pattern: RegExp) => korean.filter(([, text]) => pattern.test(text));
const placeholdersOf = (text: string) => [...text.matchAll(/\{\{\w+\}\}/g)].map(([name]) => name).toSorted();

test("both languages say the same things, with the same values in them", () => {
  const english = new Map(textsOf(en));
  expect(korean.map(([key]) => key).toSorted()).toEqual([...english.keys()].toSorted());
  for (const [key, text] of korean) {
    expect([key, placeholdersOf(text)]).toEqual([key, placeholdersOf(english.get(key) ?? "")]);
  }
});

test("the Korean keeps to one level of politeness: 합니다, and 하세요 where somebody is asked to do something", () => {
  expect(found(/(나|까|해|어|아|예|에|네)요(?=[.?! ]|$)|세요\?|죠|[한는]다(?=[.?!]|$)/)).toEqual([]);
});

test("no Korean particle is left open for a value that is put in", () => {
  expect(found(/(을\(를\)|를\(을\)|이\(가\)|가\(이\)|은\(는\)|는\(은\)|와\(과\)|과\(와\)|\(으\)로)/)).toEqual([]);
  expect(found(/\}\}(을|를|이|가|은|는|와|과|으로|로)(?=[ .,]|$)/)).toEqual([]);
});

test("the Korean has one word for a thing", () => {
  expect(found(/툴|워크플로우|파라미터|인자|스텝|템플렛|어플|메세지/)).toEqual([]);
});
