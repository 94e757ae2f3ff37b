// Workflows as tools: a model writes a definition, checks it, stores it, runs it, and reads what came of it.

import { Problem } from "../../http/problem.ts";
import { admittedOr429 } from "../../http/rate-limit.ts";
import { refuseUnfitInput } from "../../runs/fit-input.ts";
import { readRun } from "../../runs/read-run.ts";
import { startRun } from "../../runs/start-run.ts";
import { checkDefinition, mendDefinition } from "../../workflows/check-definition.ts";
import { createWorkflow } from "../../workflows/create-workflow.ts";
import { findExecutableWorkflow } from "../../workflows/find-workflow.ts";
import { presentDiagnostics } from "../../workflows/present-diagnostics.ts";
import { explainRun, explainSteps } from "./explain.ts";
import { type OwnTool, textArgument } from "./own-tool.ts";
import { jsonResult, toldFaults } from "./tool-result.ts";
import { answerable, runResult } from "./run-result.ts";
import { waitForRun } from "./wait-for-run.ts";

const MAX_WAIT_S = 55;

// Also a text, or a list: the check says what is wrong with it better than a schema would.
const definition = {
  description:
    'Like {"name":…,"inputSchema":…,"steps":[{"id":"a","toolId":"tool_…","arguments":{"q":"{{input.q}}"}},' +
    '{"id":"b","toolId":"tool_…","arguments":{"x":"{{steps.a.result}}"}}]}. JSON Schema: /schemas/workflow/v1.json',
};

const check: OwnTool = {
  definition: {
    name: "workflow_check",
    description:
      "Check a workflow definition without storing it. Every fault comes back at once, with its JSON Patch where there is one; " +
      "fix: true also answers the definition with these applied, and what is left.",
    inputSchema: {
      type: "object",
      properties: { definition, fix: { type: "boolean" } },
      required: ["definition"],
      additionalProperties: false,
    },
    annotations: { readOnlyHint: true, openWorldHint: false },
  },
  call: async ({ services, caller, arguments: args }) => {
    const source = args["definition"] ?? null;
    if (args["fix"] === true) {
      const mended = await mendDefinition(services.db, caller.agentId, source);
      const left = presentDiagnostics(mended.checked.diagnostics);
      return jsonResult({ ok: mended.checked.ok, fixes: mended.fixes, definition: mended.source, left });
    }
    const { ok, diagnostics } = await checkDefinition(services.db, caller.agentId, source);
    return jsonResult({ ok, diagnostics: presentDiagnostics(diagnostics) });
  },
};

const create: OwnTool = {
  definition: {
    name: "workflow_create",
    description: "Store a workflow. Answers its workflowId.",
    inputSchema: { type: "object", properties: { definition }, required: ["definition"], additionalProperties: false },
    annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
  },
  scope: "workflows:write",
  call: async ({ services, caller, arguments: args }) => {
    const { workflow, warnings } = await createWorkflow(services.db, caller.agentId, args["definition"] ?? null);
    const { id: workflowId, name, version } = workflow;
    return jsonResult({ workflowId, name, version, warnings: presentDiagnostics(warnings) });
  },
};

const run: OwnTool = {
  definition: {
    name: "workflow_run",
    description: "Run a workflow and wait for its output. If it takes longer, answers a runId for workflow_explain.",
    inputSchema: {
      type: "object",
      properties: {
        workflowId: { type: "string" },
        input: {},
        waitSeconds: { type: "integer", minimum: 0, maximum: MAX_WAIT_S },
      },
      required: ["workflowId"],
      additionalProperties: false,
    },
  },
  scope: "workflows:execute",
  call: async (call) => {
    const { services, caller, arguments: args, context } = call;
    const workflow = await findExecutableWorkflow(services.db, textArgument(args, "workflowId"), caller.agentId);
    if (workflow === null) throw new Problem("not_found", "You have no active workflow of this id.");
    const input = args["input"] ?? {};
    await refuseUnfitInput(workflow, input);
    const defer = (work: Promise<unknown>) => context.waitUntil(work);
    const started = admittedOr429(await startRun(services, { caller, workflow, input, waitMs: 0, defer }));
    const waitMs = Number(args["waitSeconds"] ?? MAX_WAIT_S) * 1000;
    const found = await waitForRun(call, started, { waitMs, cancelWithCaller: true });
    return runResult(await answerable(services, caller, found));
  },
};

const explain: OwnTool = {
  definition: {
    name: "workflow_explain",
    description: "Explain in which order a definition's steps run, or what happened in a run and why it failed.",
    inputSchema: {
      type: "object",
      properties: { definition, runId: { type: "string" } },
      additionalProperties: false,
    },
    annotations: { readOnlyHint: true, openWorldHint: false },
  },
  call: async ({ services, caller, arguments: args }) => {
    const { runId } = args;
    if (typeof runId === "string") {
      const found = await readRun(services, caller, runId);
      if (found === null) throw new Problem("not_found", "You have no run of this id.");
      return jsonResult(explainRun(await answerable(services, caller, found)));
    }
    const checked = await checkDefinition(services.db, caller.agentId, args["definition"] ?? null);
    if (checked.ok) return jsonResult(explainSteps(checked.plan));
    const detail = "The definition has faults; mend them first.";
    return toldFaults(new Problem("invalid_definition", detail, { errors: presentDiagnostics(checked.diagnostics) }));
  },
};

export const WORKFLOW_TOOLS: readonly OwnTool[] = [check, create, run, explain];
