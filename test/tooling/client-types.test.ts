import { readFile } from "node:fs/promises";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { CLIENT_TYPES, clientTypes, openApiDocument } from "../../scripts/client-types.ts";

test("the client's types are those of the contracts; `npm run client` writes them anew", async () => {
  expect(await readFile(CLIENT_TYPES, "utf8")).toBe(await clientTypes(await openApiDocument()));
});

test("the client builds for a browser, with nothing of Node and nothing that a content security policy forbids", async () => {
  const { outputFiles } = await build({
    entryPoints: ["client/client.ts", "client/problem-error.ts", "client/rows.ts"],
    bundle: true,
    write: false,
    outdir: "out",
    format: "esm",
    platform: "browser",
  });
  expect(outputFiles).toHaveLength(3);
  for (const { text } of outputFiles) expect(text).not.toMatch(/\beval\(|new Function|from "node:|require\(/);
});
