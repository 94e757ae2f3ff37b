// The pages that show the API: all of it, and nothing that a browser would run.

import { describe, expect, test } from "vitest";
import { PROBLEMS } from "../../../api/http/problem-codes.ts";
import { anchorOf, markdown } from "../../../api/docs/markdown.ts";
import { call } from "./hub.ts";
import { operations } from "./routes.ts";

async function pageAt(path: string) {
  const { status, headers, body } = await call("GET", path);
  expect([status, headers.get("Content-Type")]).toEqual([200, "text/html; charset=utf-8"]);
  return { html: String(body), headers };
}

describe.each(["/docs", "/docs/errors"])("GET %s", (path) => {
  test("is shown in its own style and may do nothing else", async () => {
    const { html, headers } = await pageAt(path);
    expect(html).not.toMatch(/<script|<img|<link|<iframe|\son\w+=|\sstyle=|javascript:/i);
    const [, style = ""] = /<style>([\s\S]*?)<\/style>/.exec(html) ?? [];
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(style));
    const hash = btoa(String.fromCharCode(...new Uint8Array(digest)));
    expect(headers.get("Content-Security-Policy")).toContain(`default-src 'none'; style-src 'sha256-${hash}'`);
  });

  test("every anchor is there once, and every link within the pages leads to one", async () => {
    const pages = { "/docs": await pageAt("/docs"), "/docs/errors": await pageAt("/docs/errors") };
    const ids = idsOf(pages[path as keyof typeof pages].html);
    expect(ids).toEqual([...new Set(ids)]);
    const links = Array.from(pages[path as keyof typeof pages].html.matchAll(/href="([^"]*)#([^"]+)"/g));
    expect(links.length).toBeGreaterThan(20);
    const broken = links.filter(([, to = "", id = ""]) => {
      const target = pages[(to === "" ? path : to) as keyof typeof pages];
      return !idsOf(target.html).includes(id);
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });
});

function idsOf(html: string): string[] {
  return Array.from(html.matchAll(/\sid="([^"]*)"/g), ([, id = ""]) => id);
}

test("the reference has every operation, with its method, its path and the scope that it needs", async () => {
  const { html } = await pageAt("/docs");
  for (const { id, method, path, scopes } of operations) {
    const [, article = ""] = new RegExp(`<article id="${id}">([\\s\\S]*?)</article>`).exec(html) ?? [];
    expect(article).toContain(`>${method}</span>`);
    expect(article).toContain(`>${path}</span>`);
    for (const scope of scopes ?? []) expect(article).toContain(`<code>${scope}</code>`);
    if (scopes === null) expect(article).toContain("Needs no key.");
    expect(article).toContain("curl -sS");
  }
});

test("the type of every problem leads to its heading", async () => {
  const { html } = await pageAt("/docs/errors");
  const { body } = await call("GET", "/nowhere");
  const { pathname, hash } = new URL(body.type);
  expect([pathname, hash]).toEqual(["/docs/errors", "#route_not_found"]);
  for (const code of Object.keys(PROBLEMS)) expect(idsOf(html)).toContain(code);
});

test("text is shown as text, whatever markup it holds", async () => {
  const hostile = `<script>alert(1)</script> \`<b>"\` **<i>**\n\n- <u>\n\n## <s>\n\n\`\`\`\n</code><a href="x">\n\`\`\``;
  const shown = String(await markdown(hostile));
  expect(shown).not.toMatch(/<(script|b|i|u|s)>|<a /);
  expect(shown).toContain("&lt;script&gt;");
  expect(anchorOf('"><x>')).toBe("-x-");
});
