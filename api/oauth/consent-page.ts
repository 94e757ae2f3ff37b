// What a person sees who is asked to let a client in. No script, nothing from elsewhere; all that a client says of
// itself is text.

import { html, raw } from "hono/html";
import { digestBase64 } from "../platform/secrets.ts";
import type { Asked, Asker } from "./authorization-request.ts";
import { CONSENT_STYLE } from "./consent-style.ts";
import { isLoopback } from "./redirect-uri.ts";
import { SCOPE_WORDS } from "./scopes.ts";

type Markup = ReturnType<typeof html>;

export interface Asking {
  readonly asker: Asker;
  readonly asked: Asked;
  /** What the form has to bring back. */
  readonly formToken: string;
  /** The agent that a session is signed in as; null without one. */
  readonly signedIn: { readonly agentId: string; readonly agentName: string } | null;
  readonly isRemembered: boolean;
  /** The same page, by a link from the hub itself: a browser then shows a session's cookie. */
  readonly self: string;
  /** Why the answer before did not do. */
  readonly complaint: string | null;
}

export function consentPage({ asker, asked, formToken, signedIn, isRemembered, self, complaint }: Asking): Markup {
  const { client, redirectUri } = asker;
  const scopes = asked.scopes.map((scope) => html`<li>${SCOPE_WORDS[scope]} <code class="quiet">${scope}</code></li>`);
  return frame(
    `Let ${client.name} in?`,
    html`
      <h1>Let “${client.name}” use NexusCall for your agent?</h1>
      <p class="quiet">${vouching(client.host)}</p>
      ${isRemembered ? html`<p class="quiet">You have allowed it this before.</p>` : ""}
      <dl>
        <div>
          <dt>It will be able to</dt>
          <dd>
            <ul>
              ${scopes}
            </ul>
          </dd>
        </div>
        <div>
          <dt>At this endpoint alone</dt>
          <dd><code>${asked.resource}</code></dd>
        </div>
        <div>
          <dt>You are then sent to</dt>
          <dd><code>${hostOf(redirectUri)}</code></dd>
        </div>
      </dl>
      ${isLoopback(redirectUri) ? LOOPBACK_NOTE : ""}
      <form method="post">
        <input type="hidden" name="form_token" value="${formToken}" />
        ${complaint === null ? "" : html`<p class="alarm" role="alert">${complaint}</p>`}
        ${signedIn === null ? signIn(self) : signedInAs(signedIn)}
        <div class="answers">
          <button name="decision" value="deny" formnovalidate>Deny</button>
          <button class="allow" name="decision" value="allow">Allow</button>
        </div>
      </form>
      <p class="quiet">It ends when you revoke the grant (<code>DELETE /api/v1/oauth/grants/…</code>) or the key.</p>
    `,
  );
}

/** An error that is told here; `onward` is where the client would be told, for the person to decide. */
export function errorPage(what: string, detail: string, onward: string | null): Markup {
  return frame(
    "This cannot be allowed",
    html`
      <h1>This cannot be allowed</h1>
      <p>${detail}</p>
      <p class="quiet"><code>${what}</code></p>
      ${
        onward === null
          ? html`<p class="quiet">
              Nothing was allowed. You can close this page; begin again in the program that sent you.
            </p>`
          : html`<p>
              <a href="${onward}" rel="noreferrer">Go back to ${hostOf(onward)}</a>, if that is where you came from.
            </p>`
      }
    `,
  );
}

/** What a browser may do with the page: show it, in no frame, and send its form here and on to the client. */
export async function consentHeaders(redirectUri: string | null): Promise<Record<string, string>> {
  const style = `'sha256-${await digestBase64(CONSENT_STYLE)}'`;
  // Browsers hold the redirect that answers a form to this as well.
  const form = redirectUri === null ? "'none'" : `'self' ${sourceOf(redirectUri)}`;
  return {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": `default-src 'none'; style-src ${style}; form-action ${form}; base-uri 'none'; frame-ancestors 'none'`,
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    // Not no-referrer: under it a browser would not say where the form comes from.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
  };
}

const LOOPBACK_NOTE = html`<p class="note">
  This sends you to a program on this computer. Go on only if you have just started it yourself: any program here could
  give itself this name.
</p>`;

function vouching(host: string | null): Markup {
  return host === null
    ? html`It registered itself here: the name is its own word, and nobody vouches for it.`
    : html`It is described by <strong>${host}</strong>.`;
}

function signIn(self: string): Markup {
  return html`
    <label for="api_key">An API key of your agent</label>
    <input id="api_key" name="api_key" type="password" autocomplete="off" spellcheck="false" required />
    <p class="quiet">
      The program never sees the key, and can do no more than the key can.
      <a href="${self}">Signed in to the dashboard? Go on with that.</a>
    </p>
  `;
}

function signedInAs({ agentId, agentName }: { agentId: string; agentName: string }): Markup {
  return html`
    <p>You are signed in as <strong>${agentName}</strong> <code class="quiet">${agentId}</code>.</p>
    <details>
      <summary>Use another API key</summary>
      <label for="api_key">API key</label>
      <input id="api_key" name="api_key" type="password" autocomplete="off" spellcheck="false" />
    </details>
  `;
}

function frame(title: string, main: Markup): Markup {
  // The style stands in its element to the letter, raw: its hash is in the Content-Security-Policy.
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · NexusCall</title>
        ${raw(`<style>${CONSENT_STYLE}</style>`)}
      </head>
      <body>
        <main>
          <p class="brand">NexusCall</p>
          ${main}
        </main>
      </body>
    </html>`;
}

function hostOf(uri: string): string {
  return new URL(uri).host;
}

/** A policy has no way to name an IPv6 address. */
function sourceOf(uri: string): string {
  const { origin, hostname, protocol } = new URL(uri);
  return hostname.startsWith("[") ? protocol : origin;
}
