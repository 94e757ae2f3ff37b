import type { Database } from "../platform/database.ts";
import { Problem } from "../http/problem.ts";
import { insertPresets } from "./insert-presets.ts";
import { countForks, hasUsed, selectContent, selectLineage, selectTemplate, selectVersionList } from "./store.ts";
import type { Template, TemplateContent } from "./template.ts";

const MAX_VERSIONS = 100;
const MAX_LINEAGE = 20;

export interface FoundTemplate extends Template {
  readonly readme: string;
  readonly content: TemplateContent;
}

/** The template in this version, or in its current one. Throws the problem `not_found`. */
export async function findTemplate(db: Database, id: string, version?: number): Promise<FoundTemplate> {
  await insertPresets(db);
  const template = (await selectTemplate(db, id)) ?? notFound();
  // A version that is about to come is not there yet.
  const wanted = version ?? template.version;
  const content = (wanted > template.version ? null : await selectContent(db, id, wanted)) ?? notFound();
  return { ...template, content };
}

/**
 * What else there is to know of it: its versions, newest first, what it comes from, how many come from it, and whether
 * the agent has made a workflow of it.
 */
export async function readHistory(db: Database, agentId: string, { id, version, forkedFrom }: Template) {
  const [versions, lineage, forkCount, isUsed] = await Promise.all([
    selectVersionList(db, id, version, MAX_VERSIONS),
    forkedFrom === null ? [] : selectLineage(db, forkedFrom, MAX_LINEAGE),
    countForks(db, id),
    hasUsed(db, id, agentId),
  ]);
  return { versions, lineage, forkCount, isUsed };
}

export function notFound(): never {
  throw new Problem("not_found", "There is no template of this id, or it has no such version.");
}
