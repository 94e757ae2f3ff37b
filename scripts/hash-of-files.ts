// A name for what files hold, so that the same sources are built once.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";

/** @param paths in an order that is always the same */
export async function hashOf(paths: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const path of paths) {
    hash
      .update(path)
      .update("\0")
      .update(await readFile(path))
      .update("\0");
  }
  return hash.digest("hex").slice(0, 16);
}
