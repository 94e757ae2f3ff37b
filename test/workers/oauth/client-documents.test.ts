import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, inject, test } from "vitest";
import worker from "../../../api/worker.ts";
import { call, newAgent } from "../api/hub.ts";
import { ask } from "../mcp/client.ts";
import { open, REDIRECT, redeem, allow, requestOf } from "./flow.ts";

let names = 0;

function idOf(kind: string): string {
  return `${inject("providerUrl")}/client/${kind}/${++names}`;
}

async function timesAsked(id: string): Promise<number> {
  const response = await fetch(id.replace("/client/", "/_clients/"));
  return response.json();
}

test("a client whose id is a URL is what its document says, and its host is shown", async () => {
  const id = idOf("good");
  const path = await requestOf(id);
  const { page } = await open(path);
  expect(page.status).toBe(200);
  expect(String(page.body)).toContain("Documented client");
  expect(String(page.body)).toContain(`<strong>${new URL(id).host}</strong>`);
  const code = (await allow(path, await newAgent())).searchParams.get("code") ?? "";
  const { body } = await redeem(id, code);
  expect((await ask("tools/list", {}, { key: body.access_token })).status).toBe(200);
});

test("a document is fetched once for a while, unless it says otherwise", async () => {
  const [kept, unkept] = [idOf("good"), idOf("unkept")];
  for (const id of [kept, unkept]) for (let i = 0; i < 3; i++) await open(await requestOf(id));
  expect([await timesAsked(kept), await timesAsked(unkept)]).toEqual([1, 3]);
});

test("a document that does not do is not asked for again at once", async () => {
  const id = idOf("missing");
  for (let i = 0; i < 3; i++) expect((await open(await requestOf(id))).page.status).toBe(400);
  expect(await timesAsked(id)).toBe(1);
});

test("a redirect URI that is not in the document is refused", async () => {
  expect((await open(await requestOf(idOf("good"), { redirect_uri: `${REDIRECT}2` }))).page.status).toBe(400);
});

test.each([
  ["other-id", "another client_id"],
  ["no-name", "lacks"],
  ["no-redirect", "no usable"],
  ["secret", "holds a secret"],
  ["private-key", "only none"],
  ["no-json", "lacks"],
  ["missing", "not there"],
  ["large", "too large"],
  ["redirect", "not there"],
  ["hang", "could not be fetched"],
])("a document is refused: %s", async (kind, why) => {
  const { page } = await open(await requestOf(idOf(kind)));
  expect(page.status).toBe(400);
  expect(String(page.body)).toContain(why);
  expect(page.headers.get("Location")).toBeNull();
});

test("a redirect is not followed", async () => {
  await open(await requestOf(idOf("redirect")));
  expect(await timesAsked(`${inject("providerUrl")}/client/good/elsewhere`)).toBe(0);
});

test.each([
  "http://example.com/client.json",
  "https://10.0.0.1/client.json",
  "https://169.254.169.254/latest/meta-data/",
  "https://[fd00::1]/client.json",
  "https://metadata.google.internal/x",
  "https://2130706433.nip.internal/x",
  "https://user:password@app.example/client.json",
  "https://app.example/client.json#fragment",
  "https://app.example/x/../client.json",
  "https://APP.example/client.json",
  "https://app.example:443/client.json",
  "https://app.example/",
  "https://app.example",
  "file:///etc/passwd",
])("the hub fetches no document from %s", async (id) => {
  const { page } = await open(await requestOf(id));
  expect(page.status).toBe(400);
  expect(String(page.body)).toMatch(/is not at a|no such client/);
});

test("a deployed hub fetches no document from its own machine", async () => {
  const id = idOf("good");
  const ctx = createExecutionContext();
  const request = new Request(`https://hub.example${await requestOf(id)}`);
  const response = await worker.fetch(request, { ...env, EGRESS: "public" }, ctx);
  await waitOnExecutionContext(ctx);
  expect(response.status).toBe(400);
  expect(await timesAsked(id)).toBe(0);
});

test("the token endpoint needs no document: the grant says whose it is", async () => {
  const { status, body } = await call("POST", "/oauth/token", {
    raw: `grant_type=authorization_code&client_id=${encodeURIComponent(idOf("hang"))}&code=x&code_verifier=y&redirect_uri=z`,
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
  });
  expect([status, body.error]).toEqual([400, "invalid_grant"]);
});
