import { expect, test } from "vitest";
import { fillRemote, unreachableBecause } from "../../../api/registries/fill-remote.ts";

const remote = (url: string) => ({ type: "streamable-http", url });

test.each([
  "{base}/mcp",
  "https://{tenant}.example.com/mcp",
  "https://example.com:{port}/mcp",
  "https://example.com/{id}",
])("%s may be reached, whatever it is filled with", (url) =>
  expect(unreachableBecause(remote(url), "public")).toBeNull(),
);

test("an address that is not public stays so, whatever is left open behind it", () => {
  expect(unreachableBecause(remote("https://10.0.0.1/{id}"), "public")).toContain("public address");
});

test("a header that the registry fills in itself is shown, also where it is not required", () => {
  const header = { name: "X-Key", value: "{key}", variables: { key: { value: "fixed-12345678" } } };
  const filled = fillRemote(
    { ...remote("https://example.com/mcp"), headers: [header] },
    { variables: {}, headers: {} },
    undefined,
  );
  expect(filled).toMatchObject({ ok: true, auth: { authConfig: { header: "X-Key", key: "fixed-12345678" } } });
});
