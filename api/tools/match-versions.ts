// Which versions of a tool are meant: one by its exact text, those in a range of npm's semver, or the latest.

import semver from "semver";

export interface Versioned {
  readonly agentId: string;
  readonly version: string;
  readonly status: "active" | "inactive" | "deprecated";
}

/** Whether this can be asked for at all: `latest`, a range, or a text that a version may be. */
export function isVersionQuery(wanted: string): boolean {
  return wanted === "latest" || /^[0-9A-Za-z.+-]+$/.test(wanted) || semver.validRange(wanted) !== null;
}

/**
 * Those that are meant, highest first; versions that are no semver come last, as they were. `latest` gives one for
 * each agent: the highest release, a prerelease only where there is none; a deprecated one only where all are.
 */
export function matchVersions<V extends Versioned>(found: readonly V[], wanted: string | undefined): V[] {
  const sorted = found.toSorted((one, other) => compare(one.version, other.version));
  if (wanted === undefined) return sorted;
  if (wanted !== "latest") return sorted.filter(({ version }) => fits(version, wanted));
  return latestVersions(found);
}

/** Of versions of one name: the latest of each agent. */
export function latestVersions<V extends Versioned>(found: readonly V[]): V[] {
  const sorted = found.toSorted((one, other) => compare(one.version, other.version));
  const byAgent = Map.groupBy(sorted, ({ agentId }) => agentId);
  return [...byAgent.values()].flatMap((versions) => latestOf(versions) ?? []);
}

function latestOf<V extends Versioned>(sorted: readonly V[]): V | undefined {
  const active = sorted.filter(({ status }) => status === "active");
  const candidates = active.length > 0 ? active : sorted;
  return candidates.find(({ version }) => isRelease(version)) ?? candidates[0];
}

function isRelease(version: string): boolean {
  return semver.valid(version) !== null && semver.prerelease(version) === null;
}

function fits(version: string, wanted: string): boolean {
  return version === wanted || (semver.valid(version) !== null && semver.satisfies(version, wanted));
}

/** Highest first. */
function compare(one: string, other: string): number {
  const [a, b] = [semver.parse(one), semver.parse(other)];
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return semver.rcompare(a, b);
}
