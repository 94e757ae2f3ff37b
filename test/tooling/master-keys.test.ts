import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { masterKeysIn } from "../../scripts/master-keys.ts";

test("a data folder gets one master key, for its owner's eyes, and keeps it", async () => {
  const data = await mkdtemp(join(tmpdir(), "data-"));
  try {
    const made = await Promise.all([masterKeysIn(data), masterKeysIn(data)]);
    expect(made[0]).toMatch(/^1:[A-Za-z0-9+/]{43}=$/);
    expect(new Set([...made, await masterKeysIn(data)]).size).toBe(1);
    expect((await stat(join(data, "master-keys"))).mode & 0o777).toBe(0o600);
  } finally {
    await rm(data, { recursive: true, force: true });
  }
});
