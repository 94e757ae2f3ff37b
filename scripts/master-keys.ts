// The key that seals providers' credentials on this machine: made once, kept beside the data that it protects.

import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** As the hub's MASTER_KEYS takes it. */
export async function masterKeysIn(data: string): Promise<string> {
  const path = join(data, "master-keys");
  await mkdir(data, { recursive: true });
  // Only where there is none yet: losing a key would lose everything that it sealed.
  await writeFile(path, `1:${randomBytes(32).toString("base64")}\n`, { mode: 0o600, flag: "wx" }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    },
  );
  return (await readFile(path, "utf8")).trim();
}
