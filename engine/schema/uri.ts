// RFC 3986 references, as far as `$id` and `$ref` need them.

const PARTS = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(\?[^#]*)?(?:#(.*))?$/s;

export interface Resolved {
  /** Absolute, or as absolute as its base; without a fragment. */
  readonly uri: string;
  readonly fragment: string;
}

/** RFC 3986, 5.2.2, for a `base` without a fragment. */
export function resolve(reference: string, base: string): Resolved {
  const [, scheme, authority, path = "", query = "", fragment = ""] = PARTS.exec(reference) ?? [];
  if (scheme !== undefined) return { uri: reference.split("#", 1)[0] ?? "", fragment };
  const [, baseScheme, baseAuthority, basePath = "", baseQuery = ""] = PARTS.exec(base) ?? [];
  const start = baseScheme === undefined ? "" : `${baseScheme}:`;
  if (authority !== undefined) return { uri: `${start}//${authority}${withoutDots(path)}${query}`, fragment };
  const site = baseAuthority === undefined ? start : `${start}//${baseAuthority}`;
  if (path === "") return { uri: `${site}${basePath}${query === "" ? baseQuery : query}`, fragment };
  const merged = path.startsWith("/") ? path : `${basePath.slice(0, basePath.lastIndexOf("/") + 1)}${path}`;
  return { uri: `${site}${withoutDots(merged)}${query}`, fragment };
}

function withoutDots(path: string): string {
  if (!path.includes("./") && !path.endsWith("/.") && !path.endsWith("/..")) return path;
  const kept: string[] = [];
  const segments = path.split("/");
  for (const [index, segment] of segments.entries()) {
    const last = index === segments.length - 1;
    if (segment === "..") {
      if (kept.length > 1) kept.pop();
      if (last) kept.push("");
    } else if (segment === ".") {
      if (last) kept.push("");
    } else kept.push(segment);
  }
  return kept.join("/");
}
