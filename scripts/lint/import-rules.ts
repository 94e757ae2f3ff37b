// Which file may import which: the layout of docs/architecture.md as a function. Paths are relative to the
// repository's root and use forward slashes.

export interface Import {
  readonly from: string;
  /** A repository path for a relative import, otherwise the package or scheme as written (`zod`, `node:fs`). */
  readonly to: string;
  /** `import type`, which leaves nothing behind at run time. */
  readonly typeOnly: boolean;
}

const ENGINE_PACKAGES = ["zod", "jsonata", "re2js", "@dagrejs/graphlib", "@hyperjump/json-schema", "yaml"];
const CLIENT_PACKAGES = ["eventsource-parser", "nanoid", "openapi-fetch"];
const LAYERS = ["http", "platform", "relay", "runtime"];
const TOP_OF_API = ["api/app.ts", "api/services.ts", "api/worker.ts"];
const PRIVATE_FILE = /[-/](store|routes|contract)\.ts$/;
const ROUTES_FILE = /[-/]routes\.ts$/;

/** Why this import is not allowed, in one sentence that says what to do instead; null where it is allowed. */
export function importFault(entry: Import): string | null {
  const zone = entry.from.split("/", 1)[0];
  if (zone === "engine") return faultInEngine(entry);
  if (zone === "api") return faultInApi(entry);
  if (zone === "client") return faultInClient(entry);
  if (zone === "dashboard" && isUnder(entry.to, "api")) {
    return "dashboard/ never imports api/: call the hub over HTTP with the client generated from openapi.json.";
  }
  return null;
}

function faultInEngine({ to }: Import): string | null {
  if (isUnder(to, "engine") || ENGINE_PACKAGES.some((name) => isPackage(to, name))) return null;
  return `engine/ is pure and must not import "${to}": pass what it needs in as data or through the run's host.`;
}

function faultInClient({ to }: Import): string | null {
  if (isUnder(to, "client") || CLIENT_PACKAGES.some((name) => isPackage(to, name))) return null;
  return `client/ knows the hub by its document alone and must not import "${to}": \`npm run client\` gives it the types.`;
}

function faultInApi({ from, to, typeOnly }: Import): string | null {
  for (const outside of ["client", "dashboard", "test", "scripts", "bench"]) {
    if (isUnder(to, outside))
      return `api/ must not import ${outside}/: what the Worker needs lives in api/ or engine/.`;
  }
  if (TOP_OF_API.includes(from)) return null;

  if (to === "api/app.ts" || to === "api/worker.ts") {
    return `${to} is the top of the Worker and nothing below imports it: take what you need as a parameter.`;
  }
  if (to === "api/services.ts" && !typeOnly && !isUnder(from, "api/runtime")) {
    return "Only the top of the Worker wires services: use `import type` and take Services as a parameter.";
  }
  if (ROUTES_FILE.test(from) && isSql(to)) return "Routes hold no SQL: move the query to this feature's store.ts.";

  const [own, other] = [folderOfApi(from), folderOfApi(to)];
  if (other !== null && own !== other && !LAYERS.includes(other) && PRIVATE_FILE.test(to)) {
    return `${to} belongs to ${other}: go through one of its verb or type files, or add one.`;
  }
  return null;
}

function isSql(to: string): boolean {
  return isPackage(to, "drizzle-orm") || to === "api/platform/schema.ts" || isUnder(to, "api/platform/schema");
}

/** `api/tools/store.ts` → `tools`; null for files directly in api/ and for everything outside it. */
function folderOfApi(path: string): string | null {
  const parts = path.split("/");
  return parts[0] === "api" && parts.length > 2 ? (parts[1] ?? null) : null;
}

function isUnder(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}

function isPackage(specifier: string, name: string): boolean {
  return specifier === name || specifier.startsWith(`${name}/`);
}
