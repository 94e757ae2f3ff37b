// Texts that look as if they were meant as placeholders. They are legal, and would be sent as they stand.

import type { Json } from "../../json.ts";
import { append } from "../../schema/pointer.ts";
import { isObject } from "../../schema/resources.ts";
import type { Checking } from "../checking.ts";

const PATH = String.raw`(?:input|steps\.[\w-]+\.result)(?:[.[][^\s{}]*)?`;
const WRAPPED = new RegExp(String.raw`\$?\{\s*(${PATH})\s*\}|<%=?\s*(${PATH})\s*%>`);
const BARE = new RegExp(String.raw`^(?:\$\.?(input\.[^\s{}]+)|\$?\.?(steps\.[\w-]+\.result[^\s{}]*))$`);

export function checkLookalikes({ draft, report }: Checking): void {
  const { steps, output, concurrencyKey } = draft;
  for (const templated of [...steps.flatMap(({ templates }) => templates), output, concurrencyKey]) {
    // What is no condition, or no list, is said of it already.
    if (templated === undefined || templated.place === "when" || templated.place === "items") continue;
    visit(templated.value, templated.pointer, (text, pointer) => {
      const [found, ...paths] = WRAPPED.exec(text) ?? BARE.exec(text) ?? [];
      if (found === undefined || text.includes("{{")) return;
      report.warning({
        code: "not_a_template",
        pointer,
        message: `${JSON.stringify(found)} is no placeholder, so it is sent as it stands.`,
        hint: () => `Placeholders have two braces: {{${paths.find((path) => path !== undefined) ?? ""}}}.`,
      });
    });
  }
}

function visit(value: Json, pointer: string, onText: (text: string, pointer: string) => void): void {
  if (typeof value === "string") onText(value, pointer);
  else if (Array.isArray(value))
    for (const [index, item] of value.entries()) visit(item, append(pointer, index), onText);
  else if (isObject(value)) {
    for (const key of Object.keys(value)) visit(value[key] ?? null, append(pointer, key), onText);
  }
}
