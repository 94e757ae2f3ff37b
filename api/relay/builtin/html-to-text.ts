import { convert } from "html-to-text";
import { z } from "zod";
import { builtin, invalidInput } from "./builtin.ts";

const MAX_HTML_CHARS = 1_000_000;
const MAX_TAGS = 50_000;
/** Of tags that are open at the same time. The parser looks through all of them at every closing tag. */
const MAX_OPEN_TAGS = 500;

export const htmlToText = builtin({
  name: "html_to_text",
  description: "Gives the text of an HTML page: headings, paragraphs, lists and links, without scripts and styles.",
  version: "1.0.0",
  tags: ["web", "text"],
  category: "text",
  input: z.strictObject({ html: z.string().max(MAX_HTML_CHARS) }),
  output: z.object({ text: z.string() }),
  run: ({ html }) => {
    const fault = sizeFault(html);
    if (fault !== null) return invalidInput(fault);
    try {
      return { result: { text: convert(html, { wordwrap: false }) } };
    } catch {
      return invalidInput("The HTML cannot be made into text. Look for lists with odd numbers, or leave them out.");
    }
  },
});

const TAG = /<(\/?)([a-z][^\s/>]*)/gi;
const VOID = new Set("area base br col embed hr img input link meta param source track wbr".split(" "));
/** Tags whose end HTML lets one leave out where a sibling follows. */
const SELF_ENDING = new Set("p li dt dd tr td th option".split(" "));

/** Why this HTML would take too long, in words. One look at each tag, with the parser's rules near enough. */
function sizeFault(html: string): string | null {
  const open: string[] = [];
  const openByName = new Map<string, number>();
  const count = (name: string, by: number) => openByName.set(name, (openByName.get(name) ?? 0) + by);
  let tags = 0;
  for (const [, slash, written = ""] of html.matchAll(TAG)) {
    if (++tags > MAX_TAGS) return `The HTML has more than ${MAX_TAGS} tags. Split it.`;
    const name = written.toLowerCase();
    if (VOID.has(name)) continue;
    if (slash === "/") {
      if (!openByName.get(name)) continue;
      for (let last = open.pop(); last !== undefined; last = last === name ? undefined : open.pop()) count(last, -1);
      continue;
    }
    if (SELF_ENDING.has(name) && open.at(-1) === name) continue;
    open.push(name);
    count(name, 1);
    if (open.length > MAX_OPEN_TAGS) return `The HTML nests more than ${MAX_OPEN_TAGS} tags in each other.`;
  }
  return null;
}
