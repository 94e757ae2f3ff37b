import type { RouteHandler } from "@hono/zod-openapi";
import { z } from "@hono/zod-openapi";
import type { KeyedEnv } from "../http/context.ts";
import { decodeCursor, encodeCursor, invalidCursor } from "../http/page.ts";
import { Problem } from "../http/problem.ts";
import { diffVersions as diff } from "./diff-versions.ts";
import { findOwnWorkflow, ownsWorkflow } from "./find-workflow.ts";
import { presentDiagnostics } from "./present-diagnostics.ts";
import { replaceWorkflow as replace, restoreVersion as restore, type Replaced } from "./replace-workflow.ts";
import { selectVersion, selectVersions } from "./store.ts";
import type {
  diffVersionsContract,
  getVersionContract,
  listVersionsContract,
  replaceWorkflowContract,
  restoreVersionContract,
} from "./versions-contract.ts";

export const replaceWorkflow: RouteHandler<typeof replaceWorkflowContract, KeyedEnv> = async (c) => {
  const { workflowId } = c.req.valid("param");
  const wanted = { workflowId, meantFor: versionsIn(c.req.valid("header")["if-match"]) };
  const { agentId } = c.get("principal");
  const replaced = await replace(c.get("services").db, agentId, wanted, c.req.valid("json"));
  const { body, headers } = present(replaced ?? notFound());
  return c.json(body, 200, headers);
};

export const restoreVersion: RouteHandler<typeof restoreVersionContract, KeyedEnv> = async (c) => {
  const { workflowId, version } = c.req.valid("param");
  const wanted = { workflowId, meantFor: versionsIn(c.req.valid("header")["if-match"]) };
  const { agentId } = c.get("principal");
  const restored = await restore(c.get("services").db, agentId, wanted, versionOf(version));
  const { body, headers } = present(restored ?? notFound());
  return c.json(body, 200, headers);
};

export const listVersions: RouteHandler<typeof listVersionsContract, KeyedEnv> = async (c) => {
  const { db } = c.get("services");
  const { workflowId } = c.req.valid("param");
  const { limit, cursor } = c.req.valid("query");
  const before = cursor === undefined ? null : (decodeCursor(z.int(), cursor) ?? invalidCursor());
  if (!(await ownsWorkflow(db, workflowId, c.get("principal").agentId))) notFound();
  const found = await selectVersions(db, workflowId, { limit: limit + 1, before });
  const data = found.slice(0, limit);
  const last = data.at(-1);
  const nextCursor = found.length > limit && last !== undefined ? encodeCursor(last.version) : null;
  return c.json({ data, nextCursor }, 200);
};

export const getVersion: RouteHandler<typeof getVersionContract, KeyedEnv> = async (c) => {
  const { db } = c.get("services");
  const { workflowId, version } = c.req.valid("param");
  if (!(await ownsWorkflow(db, workflowId, c.get("principal").agentId))) notFound();
  return c.json((await selectVersion(db, workflowId, versionOf(version))) ?? notFound(), 200);
};

export const diffVersions: RouteHandler<typeof diffVersionsContract, KeyedEnv> = async (c) => {
  const { db } = c.get("services");
  const { workflowId } = c.req.valid("param");
  const workflow = (await findOwnWorkflow(db, workflowId, c.get("principal").agentId)) ?? notFound();
  const { to = workflow.version, from = Math.max(1, to - 1) } = c.req.valid("query");
  const [before, after] = await Promise.all([selectVersion(db, workflowId, from), selectVersion(db, workflowId, to)]);
  if (before === undefined || after === undefined) return notFound();
  return c.json({ from, to, ...diff(before.definition, after.definition) }, 200);
};

function present({ workflow, warnings }: Replaced) {
  return { body: { ...workflow, warnings: presentDiagnostics(warnings) }, headers: { ETag: `"${workflow.version}"` } };
}

/**
 * What `If-Match` names; null: any. What is no version of ours names none. A proxy that compresses an answer makes its tag a weak
 * one (`W/"3"`): it is the same version.
 */
function versionsIn(header: string | undefined): number[] | null {
  if (header === undefined || header.trim() === "*") return null;
  return header.split(",").flatMap((tag) => {
    const [, digits] = /^\s*(?:W\/)?"?(\d{1,9})"?\s*$/.exec(tag) ?? [];
    return digits === undefined ? [] : [Number(digits)];
  });
}

/** Of a path: what is no number is no version. */
function versionOf(text: string): number {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : notFound();
}

function notFound(): never {
  throw new Problem("not_found", "You have no workflow of this id, or it has no such version.");
}
