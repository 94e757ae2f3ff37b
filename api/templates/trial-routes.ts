import type { RouteHandler } from "@hono/zod-openapi";
import type { KeyedEnv } from "../http/context.ts";
import { presentDiagnostics } from "../workflows/present-diagnostics.ts";
import { givenAnswers, presentDryRun, presentOutline } from "../workflows/present-trial.ts";
import type { dryRunTemplateContract, planTemplateContract } from "./trial-contract.ts";
import { dryRunTemplate as dryRun, planTemplate as plan } from "./try-template.ts";

export const planTemplate: RouteHandler<typeof planTemplateContract, KeyedEnv> = async (c) => {
  const { templateId } = c.req.valid("param");
  const asked = c.req.valid("json");
  const { outline, warnings } = await plan(c.get("services").db, c.get("principal"), templateId, asked);
  return c.json({ ...presentOutline(outline), warnings: presentDiagnostics(warnings) }, 200);
};

export const dryRunTemplate: RouteHandler<typeof dryRunTemplateContract, KeyedEnv> = async (c) => {
  const { templateId } = c.req.valid("param");
  const { answers, ...asked } = c.req.valid("json");
  const request = { ...asked, answers: givenAnswers(answers) };
  const run = await dryRun(c.get("services").db, c.get("principal").agentId, templateId, request);
  return c.json({ ...presentDryRun(run), warnings: presentDiagnostics(run.warnings) }, 200);
};
