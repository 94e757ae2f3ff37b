// Bundles a Worker as `wrangler deploy` would, with what its wrangler.toml says beside it. A bundle is kept under
// a name made from its sources, so an unchanged tree is bundled once, and processes that start together share it.

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { glob, mkdtemp, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { buildDashboard } from "./build-dashboard.ts";
import { hashOf } from "./hash-of-files.ts";

export const ROOT = resolve(import.meta.dirname, "..");

const HUB = join(ROOT, "wrangler.toml");
const BUNDLES_KEPT = 3;

/** A bundled Worker, ready to be served. */
export interface BuiltWorker {
  readonly name: string;
  /** The source of the one module. */
  readonly script: string;
  /** The bindings of wrangler.toml, in the words of Miniflare. */
  readonly options: WorkerOptions;
  /** D1 databases that have migrations: the binding, and the folder of .sql files. */
  readonly databases: readonly { readonly binding: string; readonly migrations: string }[];
}

/** As much of it as is looked into here. */
interface WorkerOptions {
  readonly compatibilityDate: string;
  readonly bindings?: Readonly<Record<string, unknown>>;
  readonly d1Databases?: Record<string, { id: string }>;
}

interface D1Entry {
  readonly binding: string;
  readonly migrations_dir?: string;
}

const DESCRIPTION = "worker.json";

/**
 * Bundles the Worker that a wrangler.toml describes, unless that very bundle is there already; the hub with its dashboard.
 *
 * @param config path of the wrangler.toml; the sources lie in its folder
 * @throws an Error with the bundler's words where the sources do not build
 */
export async function buildWorker(config = HUB): Promise<BuiltWorker> {
  if (config === HUB) await buildDashboard();
  const dist = join(ROOT, "dist");
  const bundle = join(dist, `worker-${await hashOfSources(config)}`);
  const description = join(bundle, DESCRIPTION);
  if (!existsSync(description)) await build(config, dist, bundle);
  return JSON.parse(await readFile(description, "utf8")) as BuiltWorker;
}

async function build(config: string, dist: string, bundle: string): Promise<void> {
  await mkdir(dist, { recursive: true });
  const draft = await mkdtemp(join(dist, "draft-"));
  try {
    await bundleInto(draft, config);
    await writeFile(join(draft, DESCRIPTION), JSON.stringify(await describe(draft, config)));
    // Renaming onto a bundle that another process finished first fails, and theirs is the same.
    await rename(draft, bundle).catch((error: unknown) => {
      if (!existsSync(bundle)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  await removeOldBundles(dist);
}

async function describe(folder: string, config: string): Promise<BuiltWorker> {
  // Half of a start's time would go into loading wrangler, which is only needed here.
  const { unstable_getMiniflareWorkerOptions, unstable_readConfig } = await import("wrangler");
  const { modulesRules: _, rootPath: __, ...options } = unstable_getMiniflareWorkerOptions(config).workerOptions;
  const { name = "worker", main = "worker.ts", d1_databases } = unstable_readConfig({ config });
  const script = await readFile(join(folder, `${basename(main, extname(main))}.js`), "utf8");
  const databases = (d1_databases as D1Entry[]).flatMap(({ binding, migrations_dir }) =>
    migrations_dir === undefined ? [] : [{ binding, migrations: join(dirname(config), migrations_dir) }],
  );
  return { name, script, options: options as unknown as WorkerOptions, databases };
}

async function bundleInto(outdir: string, config: string): Promise<void> {
  const wrangler = join(ROOT, "node_modules/wrangler/bin/wrangler.js");
  const env = { ...process.env, WRANGLER_HIDE_BANNER: "true", WRANGLER_SEND_METRICS: "false", NO_COLOR: "1" };
  const args = [wrangler, "deploy", "--dry-run", "--config", config, "--outdir", outdir];
  try {
    await promisify(execFile)(process.execPath, args, { cwd: dirname(config), env });
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new Error(`The Worker does not build:\n${stderr.trim() || stdout.trim() || String(error)}`, { cause: error });
  }
}

async function hashOfSources(config: string): Promise<string> {
  const root = dirname(config);
  const files = await Array.fromAsync(glob(["*.ts", "{api,engine}/**/*.ts"], { cwd: root }));
  return hashOf([config, join(ROOT, "package-lock.json"), ...files.toSorted().map((path) => join(root, path))]);
}

async function removeOldBundles(dist: string): Promise<void> {
  const names = await Array.fromAsync(glob("worker-*", { cwd: dist }));
  const dated = await Promise.all(
    names.map(async (name) => ({ path: join(dist, name), writtenAt: (await stat(join(dist, name))).mtimeMs })),
  );
  const old = dated.toSorted((a, b) => b.writtenAt - a.writtenAt).slice(BUNDLES_KEPT);
  await Promise.all(old.map(({ path }) => rm(path, { recursive: true, force: true })));
}
