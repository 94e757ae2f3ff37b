// What the hub knows of a provider's secrets: sent to the provider, and to nobody and nowhere else.

import { createExecutionContext, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, inject, test, vi } from "vitest";
import { createLocalJWKSet, jwtVerify } from "jose";
import type { JWK } from "jose";
import { app } from "../../../api/app.ts";
import type { SigningKey } from "../../../api/auth/signing-keys.ts";
import { openKept } from "../../../api/platform/encryption.ts";
import { call, newAgent, newToken, newTool, newWorkflow } from "./hub.ts";
import type { TestAgent } from "./hub.ts";
import { rowsOfDatabase, rowsOfObjects } from "./kept.ts";

const path = "/api/v1/mcp/tools";
const endpoint = "http://127.0.0.1:9/tool";
const bearer = (token: string) => ({ authType: "bearer", authConfig: { token } });

async function invoke(agent: TestAgent, toolId: string, body: object = {}) {
  return (await call("POST", `/api/v1/mcp/invoke/${toolId}`, { key: agent.key, body })).body;
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

describe("registration", () => {
  const faulty: [string, object, string, string][] = [
    ["no token", { authType: "bearer", authConfig: {} }, "/authConfig/token", "missing_field"],
    ["no header", { authType: "api_key", authConfig: { key: "12345678" } }, "/authConfig/header", "missing_field"],
    [
      "another type's field",
      { authType: "none", authConfig: { token: "12345678" } },
      "/authConfig/token",
      "unknown_field",
    ],
    ["a secret too short", bearer("1234567"), "/authConfig/token", "invalid_format"],
    ["a line break", bearer("12345678\r\nX-Evil: 1"), "/authConfig/token", "invalid_format"],
    ["an unknown field", { authType: "bearer", authConfig: { tokn: "12345678" } }, "/authConfig/tokn", "unknown_field"],
    ...["Host", "content-type", "Content-Length", "Transfer-Encoding", "Connection", "idempotency-key"].map(
      (header): [string, object, string, string] => [
        `the header ${header}`,
        { authType: "api_key", authConfig: { header, key: "12345678" } },
        "/authConfig/header",
        "invalid_value",
      ],
    ),
    [
      "a header that is none",
      { authType: "api_key", authConfig: { header: "a b", key: "12345678" } },
      "/authConfig/header",
      "invalid_format",
    ],
  ];
  test.each(faulty)("422 for %s", async (_what, auth, pointer, code) => {
    const agent = await newAgent();
    const body = { name: "guarded", endpoint, ...auth };
    const refused = await call("POST", path, { key: agent.key, body });
    expect([refused.status, refused.body.errors?.[0]]).toMatchObject([422, { pointer, code }]);
    expect(JSON.stringify(refused.body)).not.toContain("12345678");
    const tool = await newTool(agent);
    const replaced = await call("PUT", `${path}/${tool.id}/credentials`, { key: agent.key, body: auth });
    expect([replaced.status, replaced.body.errors?.[0]]).toMatchObject([422, { pointer, code }]);
  });

  test("422 where the hub has no master key, and nothing is stored", async () => {
    const { key } = await newAgent();
    const { MASTER_KEYS: _, ...keyless } = env;
    const request = new Request(`https://hub.example${path}`, {
      method: "POST",
      headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
      body: JSON.stringify({ name: "guarded", endpoint, ...bearer("12345678") }),
    });
    const response = await app.fetch(request, keyless, createExecutionContext());
    expect([response.status, await response.json()]).toMatchObject([422, { code: "credentials_unavailable" }]);
    expect((await call("GET", `${path}?q=guarded`, { key })).body.data).toEqual([]);
  });
});

describe("a call", () => {
  const headersOf = async (agent: TestAgent, toolId: string) => (await invoke(agent, toolId)).result.digests;

  test("carries the token, or the key in its header, and neither once they are replaced by none", async () => {
    const agent = await newAgent();
    const tool = await newTool(agent, "/headers", bearer("token-12345678"));
    expect((await headersOf(agent, tool.id)).authorization).toBe(await sha256("Bearer token-12345678"));

    const replace = async (body: object) =>
      (await call("PUT", `${path}/${tool.id}/credentials`, { key: agent.key, body })).body;
    const authConfig = { header: "X-Api-Key", key: "key-12345678" };
    expect(await replace({ authType: "api_key", authConfig })).toMatchObject({
      authType: "api_key",
      hasCredentials: true,
    });
    const second = await headersOf(agent, tool.id);
    expect(second["x-api-key"]).toBe(await sha256("key-12345678"));
    expect(second).not.toHaveProperty("authorization");

    expect(await replace({ authType: "none" })).toMatchObject({ authType: "none", hasCredentials: false });
    expect(await headersOf(agent, tool.id)).not.toHaveProperty("x-api-key");
  });

  test("shows them to its own origin alone: a redirect to another one goes without", async () => {
    const agent = await newAgent();
    const other = inject("providerUrl").replace("127.0.0.1", "localhost");
    const back = `${other}/redirect?to=${encodeURIComponent(`${inject("providerUrl")}/headers`)}`;
    const at = async (to: string) => {
      const tool = await newTool(agent, `/redirect?to=${encodeURIComponent(to)}`, bearer("token-12345678"));
      return headersOf(agent, tool.id);
    };
    expect(await at("/headers")).toHaveProperty("authorization");
    expect(await at(`${other}/headers`)).not.toHaveProperty("authorization");
    expect(await at(back)).not.toHaveProperty("authorization");
  });

  test("fails, and is not made, where its credentials do not open", async () => {
    const agent = await newAgent();
    const [mine, others] = [
      await newTool(agent, "/headers", bearer("token-12345678")),
      await newTool(agent, "/headers"),
    ];
    // Another tool's sealed text, put in by whoever can write to the database.
    await env.DB.prepare(
      "UPDATE mcp_tools SET auth_config = (SELECT auth_config FROM mcp_tools WHERE id = ?) WHERE id = ?",
    )
      .bind(mine.id, others.id)
      .run();
    expect(await invoke(agent, others.id)).toMatchObject({
      status: "error",
      error: { code: "credentials_unavailable", retryable: false },
    });
  });
});

test("nobody replaces another agent's credentials", async () => {
  const [a, b] = [await newAgent(), await newAgent()];
  const tool = await newTool(a, "/headers", bearer("token-12345678"));
  const body = bearer("token-of-another");
  for (const id of [tool.id, "tool_nexus_echo"]) {
    expect((await call("PUT", `${path}/${id}/credentials`, { key: b.key, body })).status).toBe(404);
  }
  expect((await invoke(b, tool.id)).result.digests.authorization).toBe(await sha256("Bearer token-12345678"));
});

test("a secret is in no answer, no log, no table and no journal, whatever is done with its tool", async () => {
  const canary = "canary/4f9c2e71b6d84a05+secret";
  const said: string[] = [];
  const spies = (["log", "info", "warn", "error", "debug"] as const).map((level) =>
    vi.spyOn(console, level).mockImplementation((...words: unknown[]) => void said.push(words.map(String).join(" "))),
  );
  const [a, b] = [await newAgent("A"), await newAgent("B")];
  const ask = async (method: string, url: string, key: string, body?: unknown) => {
    const answer = await call(method, url, { key, ...(body !== undefined && { body }) });
    said.push(JSON.stringify([answer.body, [...answer.headers]]));
    return answer.body;
  };

  const tools: string[] = [];
  const behaviours = ["/headers", "/headers?code=400", "/headers?code=503", "/hang", "/redirect?to=/headers", "/close"];
  for (const [index, behaviour] of behaviours.entries()) {
    const body = { name: `canary-${index}`, endpoint: inject("providerUrl") + behaviour, ...bearer(canary) };
    tools.push((await ask("POST", path, b.key, body)).id);
  }
  const invocations: string[] = [];
  for (const id of tools) {
    invocations.push((await ask("POST", `/api/v1/mcp/invoke/${id}`, a.key, { timeout: 500 })).invocationId);
    const workflow = await newWorkflow(a, id, { name: "canary", timeoutMs: 1_000 });
    await ask("POST", `/api/v1/workflows/${workflow.id}/execute?wait=20`, a.key, {});
    for (const { key } of [a, b]) {
      await ask("GET", `${path}/${id}`, key);
      await ask("GET", `${path}/${id}/schema`, key);
    }
  }
  const [first = ""] = tools;
  const authConfig = { header: "X-Api-Key", key: canary };
  await ask("PUT", `${path}/${first}/credentials`, b.key, { authType: "api_key", authConfig });
  await ask("POST", `/api/v1/mcp/invoke/${first}`, a.key, {});
  await ask("PUT", `${path}/${first}`, b.key, { description: "changed" });
  await ask("POST", path, b.key, { name: "canary-0", endpoint, ...bearer(canary) });
  await ask("POST", path, b.key, { name: "refused", endpoint: "x", ...bearer(canary) });
  for (const url of [path, `/api/v1/mcp/agents/${b.id}/tools`, "/openapi.json", "/api/v1/workflows"]) {
    await ask("GET", `${url}?limit=100`, b.key);
  }
  await vi.waitFor(
    async () => {
      const { data } = await ask("GET", "/api/v1/mcp/invocations?limit=100", b.key);
      const logged = data.map(({ id }: { id: string }) => id);
      expect(logged).toEqual(expect.arrayContaining(invocations));
    },
    { timeout: 30_000, interval: 300 },
  );
  for (const id of invocations) await ask("GET", `/api/v1/mcp/invocations/${id}`, a.key);
  for (const spy of spies) spy.mockRestore();

  const kept = [...(await rowsOfDatabase()), ...(await rowsOfObjects())];
  // That it looks where things are: the tools in D1, their sealed secrets, the invocations in a journal.
  expect(kept.filter((row) => row.includes(first)).length).toBeGreaterThan(2);
  expect(kept.some((row) => row.includes("[redacted]"))).toBe(true);
  expect(said.some((text) => text.includes("[redacted]"))).toBe(true);
  for (const form of [
    canary,
    canary.replaceAll("/", "\\/"),
    encodeURIComponent(canary),
    btoa(canary),
    "4f9c2e71b6d84a05",
  ]) {
    expect([...said, ...kept].filter((text) => text.includes(form))).toEqual([]);
  }
  const sealed = await env.DB.prepare("SELECT auth_config FROM mcp_tools WHERE id = ?")
    .bind(first)
    .first("auth_config");
  expect(said.filter((text) => text.includes(String(sealed)))).toEqual([]);
});

describe("what the hub signs with", () => {
  const signer = env.TOKEN_SIGNER.getByName("hub");
  const outboxOf = (agent: TestAgent) => env.CALLBACK_OUTBOX.getByName(agent.id);
  const keysOf = (storage: DurableObjectStorage) => storage.kv.get<SigningKey[]>("keys") ?? [];
  const keptOf = ({ privateJwk }: SigningKey) =>
    typeof privateJwk === "string" ? privateJwk : JSON.stringify(privateJwk);
  const pathOfSecret = "/api/v1/mcp/callbacks/secret";

  /** The private parts of the signing keys, opened as only the object itself does. */
  const privateKeys = () =>
    runInDurableObject(signer, async (_, { storage }) => {
      const opened = keysOf(storage).map(async (of) => {
        const kept = await openKept(env.MASTER_KEYS, keptOf(of), `token-signer/${of.kid}`);
        return (JSON.parse(kept?.text ?? "{}") as { d: string }).d;
      });
      return Promise.all(opened);
    });

  async function verifiedKid(token: string): Promise<string | undefined> {
    const { body } = await call("GET", "/.well-known/jwks.json");
    const fresh = { keys: await signer.publicKeys() };
    expect(body.keys).toBeDefined();
    return (await jwtVerify(token, createLocalJWKSet(fresh))).protectedHeader.kid;
  }

  test("is in no table, no object and no log as it is: neither a private key nor a callback's secret", async () => {
    const said: string[] = [];
    const spy = vi.spyOn(console, "error").mockImplementation((line: unknown) => void said.push(String(line)));
    const agent = await newAgent();
    await newToken(agent);
    const { secret } = (await call("POST", pathOfSecret, { key: agent.key })).body;
    const tool = await newTool(agent, "/echo");
    const callbackUrl = `${inject("providerUrl")}/hook/${agent.id}?code=500`;
    await call("POST", `/api/v1/mcp/invoke/${tool.id}`, { key: agent.key, body: { callbackUrl } });
    await vi.waitFor(async () => {
      const { data } = (await call("GET", "/api/v1/mcp/callbacks", { key: agent.key })).body;
      expect(data).toMatchObject([{ attempts: 1 }]);
    }, 30_000);
    spy.mockRestore();
    const keys = await privateKeys();
    expect(keys).toEqual([expect.stringMatching(/^[\w-]{43}$/)]);
    const kept = [...(await rowsOfDatabase()), ...(await rowsOfObjects())];
    expect(kept.some((row) => row.includes("token-signer") || row.includes("privateJwk"))).toBe(true);
    for (const canary of [...keys, secret.slice("whsec_".length), secret]) {
      expect([...said, ...kept].filter((text) => text.includes(canary))).toEqual([]);
    }
  });

  test("and an earlier version kept as it was is signed with as before, and sealed from then on", async () => {
    const agent = await newAgent();
    const before = await verifiedKid(await newToken(agent));
    const [key = ""] = await privateKeys();
    const { secret } = (await call("POST", pathOfSecret, { key: agent.key })).body;
    await runInDurableObject(signer, async (_, { storage }) => {
      const plain = keysOf(storage).map(async (of) => {
        const opened = await openKept(env.MASTER_KEYS, keptOf(of), `token-signer/${of.kid}`);
        return { ...of, privateJwk: JSON.parse(opened?.text ?? "") as JWK };
      });
      storage.kv.put("keys", await Promise.all(plain));
    });
    await runInDurableObject(outboxOf(agent), (_, { storage }) => {
      storage.sql.exec("UPDATE secrets SET secret = ?", secret);
    });
    expect((await rowsOfObjects()).filter((row) => row.includes(key) || row.includes(secret))).toHaveLength(2);

    expect(await verifiedKid(await newToken(agent))).toBe(before);
    expect(await outboxOf(agent).awaitOutcome("inv_any")).toEqual({ state: "awaited" });
    expect((await rowsOfObjects()).filter((row) => row.includes(key) || row.includes(secret))).toEqual([]);
    expect(await privateKeys()).toContain(key);
  });

  test("whose master key is gone is replaced: a new signing key at once, a new secret when the agent asks", async () => {
    const agent = await newAgent();
    await call("POST", pathOfSecret, { key: agent.key });
    const before = await verifiedKid(await newToken(agent));
    const damaged = (kept: string) => kept.replace(/^1\.\d+\./, "1.999.");
    await runInDurableObject(signer, (_, { storage }) => {
      const keys = keysOf(storage).map((of) => ({ ...of, privateJwk: damaged(keptOf(of)) }));
      storage.kv.put("keys", keys);
    });
    await runInDurableObject(outboxOf(agent), (_, { storage }) => {
      storage.sql.exec("UPDATE secrets SET secret = replace(secret, '1.1.', '1.999.')");
    });
    const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
    expect(await verifiedKid(await newToken(agent))).not.toBe(before);
    const tool = await newTool(agent, "/echo");
    const body = { callbackUrl: `${inject("providerUrl")}/hook/x` };
    const refused = await call("POST", `/api/v1/mcp/invoke/${tool.id}`, { key: agent.key, body });
    expect([refused.status, refused.body.code]).toEqual([409, "callback_secret_missing"]);
    expect(said.mock.calls.flat().join()).toMatch(/signing_key_lost.*callback_secret_lost/s);
    said.mockRestore();
    await call("POST", pathOfSecret, { key: agent.key });
    expect((await call("POST", `/api/v1/mcp/invoke/${tool.id}`, { key: agent.key, body })).status).toBe(202);
  });
});
