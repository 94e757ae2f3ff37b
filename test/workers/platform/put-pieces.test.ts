import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { putPieces } from "../../../api/platform/put-pieces.ts";

const MB = 1_000_000;

async function* pieces(count: number, breaksOff = false) {
  for (let n = 0; n < count; n++) yield String(n % 10).repeat(MB);
  if (breaksOff) throw new Error("broken off");
}

test.each([0, 1, 12])("%d MB come out as they went in", async (count) => {
  const key = `pieces/${count}`;
  expect(await putPieces(env.ARCHIVE, key, pieces(count), 100 * MB)).toBe(count * MB);
  let whole = "";
  for await (const piece of pieces(count)) whole += piece;
  const text = await (await env.ARCHIVE.get(key))?.text();
  expect(text === whole).toBe(true);
});

test("what is larger than it may be, and what breaks off, leaves nothing", async () => {
  expect(await putPieces(env.ARCHIVE, "pieces/large", pieces(12), 11 * MB)).toBeNull();
  expect(await env.ARCHIVE.head("pieces/large")).toBeNull();
  await expect(putPieces(env.ARCHIVE, "pieces/broken", pieces(12, true), 100 * MB)).rejects.toThrow("broken off");
  expect(await env.ARCHIVE.head("pieces/broken")).toBeNull();
});
