// As much Markdown as our own texts use, as HTML: headings, paragraphs, lists, fenced code, code, strong.

import { html } from "hono/html";
import { PROBLEMS } from "../http/problem-codes.ts";

export type Markup = ReturnType<typeof html>;

const BLOCKS = /```\w*\n[\s\S]*?```|\S[\s\S]*?(?=\n\n|\n*$(?![\s\S]))/g;
const SPANS = /(`[^`]+`|\*\*[^*]+\*\*)/;

/** Everything in `text` is shown as text: markup in it is escaped. */
export function markdown(text: string): Markup {
  return html`${Array.from(text.matchAll(BLOCKS), ([block]) => blockMarkup(block))}`;
}

/** One line of text, without a paragraph around it. */
export function inline(text: string): Markup {
  return html`${text.split(SPANS).map(spanMarkup)}`;
}

function blockMarkup(block: string): Markup {
  const [, fenced] = /^```\w*\n([\s\S]*?)```$/.exec(block) ?? [];
  if (fenced !== undefined) return html`<pre><code>${fenced.trimEnd()}</code></pre>`;
  const [, hashes = "", title = ""] = /^(#{1,3}) (.*)$/.exec(block) ?? [];
  switch (hashes.length) {
    case 1:
      return html`<h1>${title}</h1>`;
    case 2:
      return html`<h2 id="${anchorOf(title)}">${title}</h2>`;
    case 3:
      return html`<h3 id="${title}"><a href="#${title}">${title}</a></h3>`;
    default:
  }
  if (!block.startsWith("- ")) return html`<p>${inline(block)}</p>`;
  const items = block.slice(2).split("\n- ");
  return html`<ul>
    ${items.map((item) => html`<li>${inline(item)}</li>`)}
  </ul>`;
}

function spanMarkup(span: string): Markup {
  if (span.startsWith("`") && span.endsWith("`") && span.length > 2) return codeMarkup(span.slice(1, -1));
  if (span.startsWith("**") && span.endsWith("**") && span.length > 4) {
    return html`<strong>${span.slice(2, -2)}</strong>`;
  }
  return html`${span.replaceAll("\\_", "_")}`;
}

/** The code of a problem leads to what is said of it. */
export function codeMarkup(code: string): Markup {
  const shown = html`<code>${code}</code>`;
  return Object.hasOwn(PROBLEMS, code) ? html`<a href="/docs/errors#${code}">${shown}</a>` : shown;
}

export function anchorOf(title: string): string {
  return title.toLowerCase().replaceAll(/\W+/g, "-");
}
