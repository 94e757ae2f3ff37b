// Builds the dashboard into the folder that wrangler.toml hands out, unless that very build is there already.

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { glob, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { hashOf } from "./hash-of-files.ts";

const ROOT = resolve(import.meta.dirname, "..");
const OUTPUT = join(ROOT, "dist/dashboard");
/** Which sources the build was made of. */
const STAMP = join(OUTPUT, ".sources");
const MAX_FIRST_LOAD_BYTES = 200 * 1024;
/** The page that has to be there at once. */
const FIRST_PAGE = "pages/Registry.tsx";

/** @throws an Error with the bundler's words where the sources do not build, or a page has become too heavy */
export function buildDashboard(): Promise<void> {
  return (building ??= build());
}

/** Of this process, which may ask for it more than once at a time. */
let building: Promise<void> | undefined;

async function build(): Promise<void> {
  const sources = await Array.fromAsync(glob(["dashboard/**/*", "client/**/*.ts", "engine/**/*.ts"], { cwd: ROOT }));
  // What the type check leaves there is no source: it comes while tests run.
  const files = sources.filter((path) => /\.[a-z]+$/.test(path) && !path.endsWith(".tsbuildinfo"));
  const hash = await hashOf(["package-lock.json", ...files.toSorted()].map((path) => join(ROOT, path)));
  if (await isBuiltOf(hash)) return;

  // Built aside, so that nobody is ever served half a build; in a folder of its own, since others may build meanwhile.
  await mkdir(join(ROOT, "dist"), { recursive: true });
  const draft = await mkdtemp(join(ROOT, "dist/dashboard-"));
  try {
    await bundleInto(draft);
    await assertLight(draft);
    await writeFile(join(draft, basename(STAMP)), hash);
    // Somebody who was faster may be served from theirs already.
    if (await isBuiltOf(hash)) return;
    await replaceBy(draft, hash);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** The earlier build is moved away and not removed where it is: that would meet what somebody else is putting there. */
async function replaceBy(draft: string, hash: string): Promise<void> {
  const earlier = `${draft}-earlier`;
  await rename(OUTPUT, earlier).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
  // Renaming onto a build that another process finished first fails, and theirs is the same.
  await rename(draft, OUTPUT).catch(async (error: unknown) => {
    if (!(await isBuiltOf(hash))) throw error;
  });
  await rm(earlier, { recursive: true, force: true });
}

async function isBuiltOf(hash: string): Promise<boolean> {
  return existsSync(STAMP) && (await readFile(STAMP, "utf8")) === hash;
}

async function bundleInto(folder: string): Promise<void> {
  const vite = join(ROOT, "node_modules/vite/bin/vite.js");
  const args = [vite, "build", join(ROOT, "dashboard"), "--outDir", folder, "--emptyOutDir", "--logLevel", "error"];
  // A process of its own: React is built for what NODE_ENV says, which in a test is something else.
  const env = { ...process.env, NODE_ENV: "production" };
  try {
    await promisify(execFile)(process.execPath, args, { cwd: ROOT, env });
  } catch (error) {
    const { stderr = "" } = error as { stderr?: string };
    throw new Error(`The dashboard does not build:\n${stderr.trim() || String(error)}`, { cause: error });
  }
}

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly isEntry?: boolean;
}

async function assertLight(folder: string): Promise<void> {
  const manifest = JSON.parse(await readFile(join(folder, ".vite/manifest.json"), "utf8")) as Record<string, Chunk>;
  const needed = new Set<string>();
  const need = (name: string) => {
    if (needed.has(name)) return;
    needed.add(name);
    for (const inner of manifest[name]?.imports ?? []) need(inner);
  };
  for (const [name, { isEntry }] of Object.entries(manifest)) if (isEntry || name === FIRST_PAGE) need(name);
  const scripts = [...needed].flatMap((name) => manifest[name]?.file ?? []);
  const sizes = await Promise.all(scripts.map(async (file) => gzipSync(await readFile(join(folder, file))).byteLength));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total <= MAX_FIRST_LOAD_BYTES) return;
  throw new Error(
    `The registry's first load is ${Math.ceil(total / 1024)} KiB of gzipped script; the most is ${MAX_FIRST_LOAD_BYTES / 1024}.`,
  );
}
