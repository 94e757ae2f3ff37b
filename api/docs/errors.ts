// GET /docs/errors: docs/errors.md as a page. Where a problem's `type` leads.

import { html } from "hono/html";
import { errorsPage } from "../http/errors-page.ts";
import { PROBLEMS } from "../http/problem-codes.ts";
import { markdown } from "./markdown.ts";
import type { Markup } from "./markdown.ts";
import { page } from "./page.ts";

export function errorsReference(): Markup {
  const contents = html`<a class="tag" href="#codes">Codes</a>
    <ul>
      ${Object.keys(PROBLEMS).map((code) => html`<li><a href="#${code}">${code}</a></li>`)}
    </ul>`;
  return page("NexusCall errors", contents, markdown(errorsPage()));
}
