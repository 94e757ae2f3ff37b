import { Problem } from "../http/problem.ts";
import { nowIso } from "../platform/clock.ts";
import type { Database } from "../platform/database.ts";
import { findTemplate } from "./find-template.ts";
import { hasUsed, upsertRating, type Rating } from "./store.ts";

/**
 * What the agent thinks of the template, in the place of what it thought before. Throws the problem `not_found`, or
 * `rating_refused` where the agent has not made a workflow of it, or has published it.
 */
export async function rateTemplate(
  db: Database,
  agentId: string,
  templateId: string,
  { rating, comment }: { rating: number; comment: string | null },
): Promise<Rating> {
  const template = await findTemplate(db, templateId);
  if (template.agentId === agentId) throw refused("It is your own template, which others rate.");
  if (!(await hasUsed(db, templateId, agentId))) throw refused("You have made no workflow of this template yet.");
  const now = nowIso();
  const given = { agentId, rating, comment, version: template.version, createdAt: now, updatedAt: now };
  return upsertRating(db, templateId, given);
}

function refused(why: string): Problem {
  return new Problem("rating_refused", why);
}
