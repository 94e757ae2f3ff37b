// The SQL of templates: what they are, who made workflows of them, what is thought of them.

import { and, count, desc, eq, isNull, lte, sql } from "drizzle-orm";
import type { SQL, SQLWrapper } from "drizzle-orm";
import type { Slot } from "../../engine/slots/slot.ts";
import { inValues, type Counting, type Database } from "../platform/database.ts";
import { after, type Position } from "../platform/keyset.ts";
import {
  agents,
  templateRatings,
  templateReports,
  templates,
  templateUses,
  templateVersions,
  workflows,
} from "../platform/schema.ts";
import type { Template, TemplateContent, TemplateTexts, TemplateVersionId } from "./template.ts";

export const summary = {
  id: templates.id,
  agentId: templates.agentId,
  agentName: agents.name,
  workflowId: templates.workflowId,
  title: templates.title,
  summary: templates.summary,
  category: templates.category,
  tags: templates.tags,
  icon: templates.icon,
  version: templates.version,
  forkedFrom: templates.forkedFrom,
  forkedFromVersion: templates.forkedFromVersion,
  useCount: templates.useCount,
  userCount: templates.userCount,
  ratingCount: templates.ratingCount,
  ratingSum: templates.ratingSum,
  createdAt: templates.createdAt,
  updatedAt: templates.updatedAt,
};

interface Row extends Omit<Template, "forkedFrom" | "rating"> {
  readonly forkedFrom: string | null;
  readonly forkedFromVersion: number | null;
  readonly ratingCount: number;
  readonly ratingSum: number;
}

export function toTemplate({ forkedFrom, forkedFromVersion, ratingCount, ratingSum, ...row }: Row): Template {
  return {
    ...row,
    forkedFrom: forkedFrom === null ? null : { id: forkedFrom, version: forkedFromVersion ?? 1 },
    rating: { average: ratingCount === 0 ? null : ratingSum / ratingCount, count: ratingCount },
  };
}

/** The template of this id, as long as it is offered. */
export async function selectTemplate(db: Database, id: string): Promise<(Template & { readme: string }) | null> {
  return selectOffered(db, eq(templates.id, id));
}

/** What the workflow is published as. */
export async function selectPublished(db: Database, workflowId: string) {
  return selectOffered(db, eq(templates.workflowId, workflowId));
}

async function selectOffered(db: Database, which: SQL): Promise<(Template & { readme: string }) | null> {
  const row = await db
    .select({ ...summary, readme: templates.readme })
    .from(templates)
    .innerJoin(agents, eq(agents.id, templates.agentId))
    .where(and(which, isNull(templates.deletedAt)))
    .get();
  if (row === undefined) return null;
  const { readme, ...rest } = row;
  return { ...toTemplate(rest), readme };
}

export async function selectContent(
  db: Database,
  templateId: string,
  version: number,
): Promise<(TemplateContent & { workflowVersion: number | null }) | null> {
  const row = await db
    .select()
    .from(templateVersions)
    .where(and(eq(templateVersions.templateId, templateId), eq(templateVersions.version, version)))
    .get();
  if (row === undefined) return null;
  const { definition, subWorkflows, slots, exampleInput, workflowVersion } = row;
  return { version, definition, subWorkflows, slots, exampleInput, workflowVersion };
}

/** The slots of these templates in their current versions, by id. */
export async function selectSlots(db: Database, ids: readonly string[]): Promise<Map<string, Slot[]>> {
  const rows = await db
    .select({ id: templates.id, slots: templateVersions.slots })
    .from(templates)
    .innerJoin(
      templateVersions,
      and(eq(templateVersions.templateId, templates.id), eq(templateVersions.version, templates.version)),
    )
    .where(inValues(templates.id, ids))
    .all();
  return new Map(rows.map(({ id, slots }) => [id, slots]));
}

/** The template's versions up to this one, newest first. */
export async function selectVersionList(db: Database, templateId: string, version: number, limit: number) {
  return db
    .select({ version: templateVersions.version, createdAt: templateVersions.createdAt })
    .from(templateVersions)
    .where(and(eq(templateVersions.templateId, templateId), lte(templateVersions.version, version)))
    .orderBy(desc(templateVersions.version))
    .limit(limit)
    .all();
}

export async function countForks(db: Database, templateId: string): Promise<number> {
  const row = await db
    .select({ value: count() })
    .from(templates)
    .where(and(eq(templates.forkedFrom, templateId), isNull(templates.deletedAt)))
    .get();
  return row?.value ?? 0;
}

/** What the template comes from, the nearest first; also what is no longer offered, but then without its title. */
export async function selectLineage(db: Database, from: TemplateVersionId, limit: number) {
  return db.all<{ id: string; version: number; title: string | null }>(sql`
    WITH RECURSIVE line (id, version, depth) AS (
      SELECT ${from.id}, ${from.version}, 1
      UNION ALL
      SELECT ${templates.forkedFrom}, ${templates.forkedFromVersion}, depth + 1
      FROM line JOIN ${templates} ON ${templates.id} = line.id
      WHERE ${templates.forkedFrom} IS NOT NULL AND depth < ${limit})
    SELECT line.id, line.version, iif(${templates.deletedAt} IS NULL, ${templates.title}, NULL) AS title
    FROM line LEFT JOIN ${templates} ON ${templates.id} = line.id ORDER BY depth`);
}

export function countTemplates(db: Database, agentId: string): Counting {
  return db
    .select({ value: count() })
    .from(templates)
    .where(and(eq(templates.agentId, agentId), isNull(templates.deletedAt)));
}

export interface NewTemplate extends TemplateTexts {
  readonly id: string;
  readonly agentId: string;
  readonly workflowId: string;
  readonly forkedFrom: TemplateVersionId | null;
  readonly at: string;
}

/** The template before its first version is there, for one batch with that. */
export function insertTemplate(db: Database, template: NewTemplate): SQLWrapper[] {
  const { forkedFrom, at, tags, ...fields } = template;
  return [
    db.insert(templates).values({
      ...fields,
      tags: [...tags],
      forkedFrom: forkedFrom?.id ?? null,
      forkedFromVersion: forkedFrom?.version ?? null,
      createdAt: at,
      updatedAt: at,
    }),
    db.update(workflows).set({ isPublic: true }).where(eq(workflows.id, template.workflowId)),
  ];
}

/** What others see of it from now on, and which version is the current one; absent: the one that is. */
export function updateTemplate(
  db: Database,
  id: string,
  { tags, ...texts }: TemplateTexts,
  { version, at }: { version?: number; at: string },
): SQLWrapper {
  return db
    .update(templates)
    .set({ ...texts, tags: [...tags], ...(version !== undefined && { version }), updatedAt: at })
    .where(eq(templates.id, id));
}

export function insertContent(
  db: Database,
  templateId: string,
  { version, definition, subWorkflows, slots, exampleInput }: TemplateContent,
  { workflowVersion, at }: { workflowVersion: number | null; at: string },
): SQLWrapper {
  return db.insert(templateVersions).values({
    templateId,
    version,
    definition,
    subWorkflows,
    slots: [...slots],
    exampleInput,
    workflowVersion,
    createdAt: at,
  });
}

/** Ends the offer of the agent's own template; false where it has none of this id. */
export async function unpublish(db: Database, id: string, agentId: string, at: string): Promise<boolean> {
  const [rows] = await db.batch([
    db
      .update(templates)
      .set({ deletedAt: at, updatedAt: at })
      .where(and(eq(templates.id, id), eq(templates.agentId, agentId), isNull(templates.deletedAt)))
      .returning({ id: templates.id }),
    db
      .update(workflows)
      .set({ isPublic: false })
      .where(
        sql`${workflows.id} = (SELECT ${templates.workflowId} FROM ${templates}
          WHERE ${templates.id} = ${id} AND ${templates.agentId} = ${agentId} AND ${templates.deletedAt} = ${at})`,
      ),
  ]);
  return rows.length > 0;
}

interface Use {
  readonly workflowId: string;
  readonly templateId: string;
  readonly version: number;
  readonly agentId: string;
  readonly createdAt: string;
}

export interface MadeSubWorkflow {
  readonly workflowId: string;
  /** In the template. */
  readonly subWorkflow: string;
  /** Of its definition. */
  readonly definitionHash: string;
}

/** That the agent has made this workflow of the template, and these with it as its sub-workflows; for one batch. */
export function insertUse(db: Database, use: Use, made: readonly MadeSubWorkflow[]): SQLWrapper[] {
  const { templateId, agentId } = use;
  const isNew = sql`${templates.agentId} <> ${agentId} AND NOT EXISTS (SELECT 1 FROM ${templateUses}
    WHERE ${templateUses.templateId} = ${templateId} AND ${templateUses.agentId} = ${agentId})`;
  return [
    db
      .update(templates)
      .set({ useCount: sql`${templates.useCount} + 1`, userCount: sql`${templates.userCount} + (${isNew})` })
      .where(eq(templates.id, templateId)),
    db.insert(templateUses).values(use),
    ...made.map((inner) => db.insert(templateUses).values({ ...use, ...inner })),
  ];
}

/** Workflows of the agent's that were made as a sub-workflow of this definition, whatever they are now; newest first. */
export async function selectMadeOf(
  db: Database,
  agentId: string,
  definitionHash: string,
  limit: number,
): Promise<string[]> {
  const rows = await db
    .select({ id: templateUses.workflowId })
    .from(templateUses)
    .innerJoin(workflows, and(eq(workflows.id, templateUses.workflowId), isNull(workflows.deletedAt)))
    .where(and(eq(templateUses.agentId, agentId), eq(templateUses.definitionHash, definitionHash)))
    .orderBy(desc(templateUses.createdAt))
    .limit(limit)
    .all();
  return rows.map(({ id }) => id);
}

/** The template that the workflow was made of. */
export async function selectUse(db: Database, workflowId: string): Promise<TemplateVersionId | null> {
  const row = await db
    .select({ id: templateUses.templateId, version: templateUses.version })
    .from(templateUses)
    .where(eq(templateUses.workflowId, workflowId))
    .get();
  return row ?? null;
}

export async function hasUsed(db: Database, templateId: string, agentId: string): Promise<boolean> {
  const row = await db
    .select({ id: templateUses.workflowId })
    .from(templateUses)
    .where(and(eq(templateUses.templateId, templateId), eq(templateUses.agentId, agentId)))
    .limit(1)
    .get();
  return row !== undefined;
}

export interface Rating {
  readonly agentId: string;
  readonly rating: number;
  readonly comment: string | null;
  /** Of the template, when it was given. */
  readonly version: number;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Few ratings count as if there were five more of 3. */
const SCORE = sql`(coalesce(sum(${templateRatings.rating}), 0) + 15.0) / (count(*) + 5)`;

/** The agent's rating, in the place of the one that it gave before. */
export async function upsertRating(db: Database, templateId: string, rating: Rating): Promise<Rating> {
  const of = (value: SQL) =>
    sql`(SELECT ${value} FROM ${templateRatings} WHERE ${templateRatings.templateId} = ${templateId})`;
  const { rating: stars, comment, version, updatedAt } = rating;
  const [[stored]] = await db.batch([
    db
      .insert(templateRatings)
      .values({ templateId, ...rating })
      .onConflictDoUpdate({
        target: [templateRatings.templateId, templateRatings.agentId],
        set: { rating: stars, comment, version, updatedAt },
      })
      .returning(),
    db
      .update(templates)
      .set({
        ratingCount: sql<number>`${of(sql`count(*)`)}`,
        ratingSum: sql<number>`${of(sql`coalesce(sum(${templateRatings.rating}), 0)`)}`,
        ratingScore: sql<number>`${of(SCORE)}`,
      })
      .where(eq(templates.id, templateId)),
  ]);
  return toRating(stored ?? { templateId, ...rating });
}

/** The template's ratings, newest first; up to `limit` after the position, whose id is the agent's. */
export async function selectRatings(
  db: Database,
  templateId: string,
  page: { limit: number; position: Position | null },
): Promise<Rating[]> {
  const { createdAt, agentId } = templateRatings;
  const rows = await db
    .select()
    .from(templateRatings)
    .where(and(eq(templateRatings.templateId, templateId), after(createdAt, agentId, page.position)))
    .orderBy(desc(createdAt), desc(agentId))
    .limit(page.limit)
    .all();
  return rows.map(toRating);
}

function toRating({ agentId, rating, comment, version, createdAt, updatedAt }: Rating): Rating {
  return { agentId, rating, comment, version, createdAt, updatedAt };
}

export interface Report {
  readonly agentId: string;
  readonly reason: string;
  readonly details: string;
  readonly version: number;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

/** The agent's report, in the place of the one that it made before. */
export async function upsertReport(db: Database, templateId: string, report: Report): Promise<void> {
  const { reason, details, version, createdAt } = report;
  await db
    .insert(templateReports)
    .values({ templateId, ...report })
    .onConflictDoUpdate({
      target: [templateReports.templateId, templateReports.agentId],
      set: { reason, details, version, createdAt },
    });
}
