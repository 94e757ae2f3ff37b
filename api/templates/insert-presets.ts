// Brings the presets to the tables, where templates are listed, searched, counted and rated. The code's word counts: a
// preset that is new or has changed is written when an isolate is first asked for templates. Of two hubs that run side by
// side during a deploy, the one with the lower version leaves the row alone.

import { eq, sql } from "drizzle-orm";
import type { SQLWrapper } from "drizzle-orm";
import type { Json } from "../../engine/json.ts";
import { nowIso } from "../platform/clock.ts";
import { runAll, type Database } from "../platform/database.ts";
import { templates, templateVersions } from "../platform/schema.ts";
import { BUILTIN_AGENT } from "../relay/builtin/registry.ts";
import { hashOf } from "../tools/definition.ts";
import { presetId, type Preset } from "./preset.ts";
import { readPresets } from "./presets.ts";

const written = new WeakSet<Database>();

export async function insertPresets(db: Database): Promise<void> {
  if (written.has(db)) return;
  const rows = await db
    .select({ id: templates.id, hash: templates.hash })
    .from(templates)
    .where(eq(templates.agentId, BUILTIN_AGENT.id))
    .all();
  const known = new Map(rows.map(({ id, hash }) => [id, hash]));
  const statements: SQLWrapper[] = [];
  for (const preset of readPresets()) {
    const hash = await hashOf(JSON.parse(JSON.stringify(preset)) as Json);
    if (known.get(presetId(preset.id)) !== hash) statements.push(...upsert(db, preset, hash));
  }
  await runAll(db, statements);
  written.add(db);
}

function upsert(db: Database, preset: Preset, hash: string): SQLWrapper[] {
  const { id, version, title, summary, readme, category, tags, icon, slots, exampleInput } = preset;
  const { definition, subWorkflows = {} } = preset;
  const templateId = presetId(id);
  const at = nowIso();
  const said = { title, summary, readme, category, tags, icon, version, hash, updatedAt: at };
  const content = { definition, subWorkflows, slots, exampleInput };
  return [
    db
      .insert(templates)
      .values({ id: templateId, agentId: BUILTIN_AGENT.id, ...said, createdAt: at })
      .onConflictDoUpdate({ target: templates.id, set: said, setWhere: sql`${templates.version} <= ${version}` }),
    db
      .insert(templateVersions)
      .values({ templateId, version, ...content, createdAt: at })
      .onConflictDoUpdate({ target: [templateVersions.templateId, templateVersions.version], set: content }),
  ];
}
