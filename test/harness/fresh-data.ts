// A data folder whose databases are migrated already, for a hub that nobody has used: migrating them takes longer than all else
// of a start. They are migrated once for the same migrations, and copied.

import { existsSync } from "node:fs";
import { cp, glob, mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildWorker, ROOT } from "../../scripts/build-worker.ts";
import { hashOf } from "../../scripts/hash-of-files.ts";
import { prepareData } from "../../scripts/prepare-data.ts";

const DIST = join(ROOT, "dist");

/** The folder is the caller's to remove. */
export async function freshData(): Promise<string> {
  const data = await mkdtemp(join(tmpdir(), "nexuscall-hub-"));
  await cp(await migrated(), data, { recursive: true });
  return data;
}

async function migrated(): Promise<string> {
  const files = await Array.fromAsync(glob(["wrangler.toml", "package-lock.json", "migrations/*.sql"], { cwd: ROOT }));
  const folder = join(DIST, `data-${await hashOf(files.toSorted().map((path) => join(ROOT, path)))}`);
  if (existsSync(folder)) return folder;
  await mkdir(DIST, { recursive: true });
  const draft = await mkdtemp(join(DIST, "draft-"));
  try {
    await prepareData(await buildWorker(), draft);
    // Renaming onto a folder that another process finished first fails, and theirs is the same.
    await rename(draft, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return folder;
}
