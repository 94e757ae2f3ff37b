// The frame of every page: one style sheet in it, nothing from elsewhere, no script.

import { html, raw } from "hono/html";
import { digestBase64 } from "../platform/secrets.ts";
import type { Markup } from "./markdown.ts";
import { STYLE } from "./style.ts";

export function page(title: string, contents: Markup, main: Markup): Markup {
  // The style stands in its element to the letter, raw: its hash is in the Content-Security-Policy.
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        ${raw(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <header>
          <a class="brand" href="/docs">NexusCall</a>
          <a href="/docs/errors">Errors</a>
          <a href="/openapi.json">openapi.json</a>
          <a href="/llms.txt">llms.txt</a>
        </header>
        <div class="columns">
          <nav aria-label="Contents">${contents}</nav>
          <main>${main}</main>
        </div>
      </body>
    </html>`;
}

/** What a browser may do with a page: show it in its own style. */
export async function pageHeaders(): Promise<Record<string, string>> {
  const hash = await digestBase64(STYLE);
  return {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy":
      `default-src 'none'; style-src 'sha256-${hash}'; ` +
      "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "public, max-age=300",
  };
}
