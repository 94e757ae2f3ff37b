// Brings a data folder up to date before anybody is served from it. What was applied is also noted in a file, so
// that a start with nothing to apply does not open the databases first.

import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import type { BuiltWorker } from "./build-worker.ts";
import { applyMigrations, type Migrated } from "./migrate.ts";
import { withoutSignalListeners } from "./signals.ts";

/** @throws an Error that names the migration that failed */
export async function prepareData(built: BuiltWorker, data: string): Promise<void> {
  const { databases } = built;
  const wanted = await namesOf(databases);
  // Beside the databases, so that whoever removes them removes it too.
  const note = join(data, "d1", "migrated.json");
  if ((await readFile(note, "utf8").catch(() => "")) === wanted) return;

  await withDatabases(built, data, async (open) => {
    for (const { binding, migrations } of databases) await applyMigrations(await open(binding), migrations);
  });
  await mkdir(dirname(note), { recursive: true });
  await writeFile(note, wanted);
}

/** Opens the D1 databases of a data folder that nobody serves from, by their bindings, for as long as `work` takes. */
export async function withDatabases(
  { name, options }: BuiltWorker,
  data: string,
  work: (open: (binding: string) => Promise<Migrated>) => Promise<void>,
): Promise<void> {
  const modules = [{ type: "ESModule" as const, path: "none.js", contents: "export default {};" }];
  const { compatibilityDate, d1Databases = {} } = options;
  const bare = convertV4MiniflareOptions({ workers: [{ name, modules, compatibilityDate, d1Databases }] });
  const miniflare = withoutSignalListeners(() => new Miniflare({ ...bare, cf: false, resourcePersistencePath: data }));
  try {
    await work((binding) => miniflare.getD1Database(binding));
  } finally {
    await miniflare.dispose();
  }
}

async function namesOf(databases: BuiltWorker["databases"]): Promise<string> {
  const lists = databases.map(async ({ binding, migrations }) => [binding, (await readdir(migrations)).toSorted()]);
  return JSON.stringify(await Promise.all(lists));
}
