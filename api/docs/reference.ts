// GET /docs: every operation of the OpenAPI document, by tag, each under its operationId.

import { html } from "hono/html";
import { PROBLEMS } from "../http/problem-codes.ts";
import { curlOf } from "./curl.ts";
import { fieldsOf, fieldTable } from "./fields.ts";
import type { Field } from "./fields.ts";
import { anchorOf, codeMarkup, inline, markdown } from "./markdown.ts";
import type { Markup } from "./markdown.ts";
import { operationsOf } from "./open-api.ts";
import type { OpenApi, OpenApiResponse, PlacedOperation } from "./open-api.ts";
import { page } from "./page.ts";

const INTRODUCTION = `
Requests and answers are JSON. Send an agent's key as \`Authorization: Bearer nxc_live_…\`, or as \`X-API-Key\`; the
first one comes with the agent, from \`POST /api/v1/agents\`. The examples can be pasted into a shell that knows the hub and the key:

\`\`\`
HUB=https://nxscall.com
API_KEY=nxc_live_…
\`\`\`

An answer that is not a success is \`application/problem+json\`, with a \`code\` for programs, and \`errors[]\` that say
where (\`pointer\`) and how to mend it (\`hint\`). A POST that may have arrived can be sent again under an
\`Idempotency-Key\`: its work is done once.

The hub is an MCP server as well, at \`/mcp/v1\`, with the same key. In a client's configuration:

\`\`\`
{"mcpServers": {"nexuscall": {
  "type": "http", "url": "https://nxscall.com/mcp/v1",
  "headers": {"Authorization": "Bearer nxc_live_…"}
}}}
\`\`\`
`;

export function referencePage(document: OpenApi): Markup {
  const byTag = Object.entries(Object.groupBy(operationsOf(document), ({ tags }) => tags?.[0] ?? "Others")).map(
    ([tag, operations = []]) => ({ tag, anchor: `tag-${anchorOf(tag)}`, operations }),
  );
  const contents = byTag.map(
    ({ tag, anchor, operations }) =>
      html`<a class="tag" href="#${anchor}">${tag}</a>
        <ul>
          ${operations.map(
            ({ operationId, summary }) => html`<li><a href="#${operationId}">${summary ?? operationId}</a></li>`,
          )}
        </ul>`,
  );
  const sections = byTag.map(
    ({ tag, anchor, operations }) =>
      html`<section>
        <h2 id="${anchor}">${tag}</h2>
        ${operations.map((operation) => operationMarkup(document, operation))}
      </section>`,
  );
  const { title, version, description } = document.info;
  return page(
    `${title} API`,
    html`${contents}`,
    html`<h1>${title} API</h1>
      <p class="needs">Version ${version}</p>
      ${markdown(description ?? "")} ${markdown(INTRODUCTION)} ${sections}`,
  );
}

function operationMarkup(document: OpenApi, operation: PlacedOperation): Markup {
  const { operationId, method, path, summary, description, parameters, requestBody, responses } = operation;
  const asked: Field[] = (parameters ?? []).map(({ name, required = false, schema = {}, ...parameter }) => ({
    path: name,
    schema,
    required,
    description: [WHERE[parameter.in], parameter.description].filter(Boolean).join(" "),
  }));
  const body = requestBody?.content["application/json"]?.schema;
  return html`<article id="${operationId}">
    <h3><a href="#${operationId}">${summary ?? operationId}</a></h3>
    <p class="call"><span class="method ${method.toLowerCase()}">${method}</span> <span class="path">${path}</span></p>
    <p class="needs">${needsMarkup(operation)}</p>
    ${description === undefined ? "" : markdown(description)}
    ${
      asked.length === 0
        ? ""
        : html`<h4>Parameters</h4>
            ${fieldTable(document, asked, true)}`
    }
    ${
      body === undefined
        ? ""
        : html`<h4>Body</h4>
            ${fieldTable(document, fieldsOf(document, body), true)}`
    }
    <h4>Example</h4>
    <pre><code>${curlOf(operation)}</code></pre>
    <h4>Answers</h4>
    ${Object.entries(responses).map(([status, response]) => answerMarkup(document, status, response))}
  </article>`;
}

const WHERE: Readonly<Record<string, string>> = { path: "In the path.", header: "A header." };

function needsMarkup({ security }: PlacedOperation): Markup {
  if (!security?.length) return html`Needs no key.`;
  const scopes = [...new Set(security.flatMap((scheme) => Object.values(scheme).flat()))];
  if (scopes.length === 0) return html`Any valid key.`;
  return html`Needs the scope ${scopes.map((scope) => html`<code>${scope}</code> `)}`;
}

function answerMarkup(document: OpenApi, status: string, { description, content }: OpenApiResponse): Markup {
  const codes = problemCodesIn(description);
  if (codes.length > 0) {
    return html`<p><strong>${status}</strong> ${codes.map((code) => html`${codeMarkup(code)} `)}</p>`;
  }
  const { schema, example } = content?.["application/json"] ?? {};
  const fields = schema === undefined ? [] : fieldsOf(document, schema);
  return html`<p><strong>${status}</strong> ${inline(description)}</p>
    ${
      fields.length === 0
        ? ""
        : html`<details>
            <summary>Fields</summary>
            ${fieldTable(document, fields, false)}
          </details>`
    }
    ${
      example === undefined
        ? ""
        : html`<details>
            <summary>Example</summary>
            <pre><code>${JSON.stringify(example, null, 2)}</code></pre>
          </details>`
    }`;
}

/** A contract describes its problems as "`code`: what it means", one in a paragraph. */
function problemCodesIn(description: string): string[] {
  return Array.from(description.matchAll(/^`(\w+)`: /gm), ([, code = ""]) => code).filter((code) =>
    Object.hasOwn(PROBLEMS, code),
  );
}
