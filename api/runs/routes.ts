import type { RouteHandler } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { KeyedEnv } from "../http/context.ts";
import { deferOf } from "../http/defer.ts";
import { readCursor, readPage } from "../http/page.ts";
import { Problem, problemBody } from "../http/problem.ts";
import { admittedOr429, rateHeaders } from "../http/rate-limit.ts";
import { findExecutableVersion, findExecutableWorkflow, ownsWorkflow } from "../workflows/find-workflow.ts";
import { namedOf } from "../http/some-of.ts";
import { invalidRequest } from "../http/validation.ts";
import type { Admitted } from "../runtime/admission.ts";
import { doToRuns, idsFor } from "./bulk-runs.ts";
import { cancelRun as cancel } from "./cancel-run.ts";
import type {
  cancelRunContract,
  deleteRunContract,
  executeWorkflowContract,
  getRunContract,
  pauseRunContract,
  resumeRunContract,
  signalRunContract,
} from "./contract.ts";
import { RUN_STATUSES } from "./contract.ts";
import { type listRunsContract, type listWorkflowRunsContract, MAX_EXPANDED } from "./list-contract.ts";
import { listRuns as selectRuns, type RunsAsked } from "./list-runs.ts";
import { deleteRun as remove } from "./delete-run.ts";
import { refuseUnfitInput } from "./fit-input.ts";
import { pauseRun as pauseOrResume } from "./pause-run.ts";
import { readRun } from "./read-run.ts";
import { MAX_BULK, type bulkRunsContract, type rerunRunContract } from "./rerun-contract.ts";
import { rerunRun as rerun } from "./rerun-run.ts";
import { hasSettled } from "./run.ts";
import type { Run, StepResult, UndoResult } from "./run.ts";
import { signalRun as signal } from "./signal-run.ts";
import { startRun } from "./start-run.ts";

export const executeWorkflow: RouteHandler<typeof executeWorkflowContract, KeyedEnv> = async (c) => {
  const services = c.get("services");
  const caller = c.get("principal");
  const { wait, version } = c.req.valid("query");
  const waitMs = wait * 1000;
  const { workflowId } = c.req.valid("param");
  const workflow =
    version === undefined
      ? await findExecutableWorkflow(services.db, workflowId, caller.agentId)
      : await findExecutableVersion(services.db, workflowId, caller.agentId, version);
  if (workflow === null) throw new Problem("not_found", "You have no active workflow of this id and version.");
  const input = c.req.valid("json").input ?? {};
  await refuseUnfitInput(workflow, input);

  const admitted = await startRun(services, { caller, workflow, input, waitMs, defer: deferOf(c) });
  const { run, headers } = started(admitted);
  if (waitMs > 0 && hasSettled(run)) return c.json(present(run), 200, headers);
  return c.json({ runId: run.id, status: run.status }, 202, headers);
};

export const rerunRun: RouteHandler<typeof rerunRunContract, KeyedEnv> = async (c) => {
  const { from = "start", input, version } = c.req.valid("json");
  const waitMs = c.req.valid("query").wait * 1000;
  const { runId } = c.req.valid("param");
  const admitted = await rerun(c.get("services"), c.get("principal"), runId, {
    from,
    input,
    version,
    waitMs,
    defer: deferOf(c),
  });
  const { run, headers } = started(admitted ?? notFound());
  if (waitMs > 0 && hasSettled(run)) return c.json(present(run), 200, headers);
  return c.json({ runId: run.id, status: run.status }, 202, headers);
};

export const bulkRuns: RouteHandler<typeof bulkRunsContract, KeyedEnv> = async (c) => {
  const services = c.get("services");
  const caller = c.get("principal");
  const { action, runIds, filter, rerunFrom = "start" } = c.req.valid("json");
  if ((runIds === undefined) === (filter === undefined)) {
    const message = "Give one of `runIds` and `filter`.";
    throw invalidRequest([{ code: "invalid_value", pointer: "/runIds", message }]);
  }
  const ids = runIds ?? (await idsFor(services, caller, filter ?? {}, { action, limit: MAX_BULK }));
  const what =
    action === "cancel"
      ? ({ type: "cancel" } as const)
      : ({ type: "rerun", from: rerunFrom, defer: deferOf(c) } as const);
  const outcomes = await doToRuns(services, caller, ids, what);
  const results = outcomes.map((outcome) =>
    outcome.ok ? outcome : { ...outcome, problem: problemBody(c.get("requestId"), outcome.problem) },
  );
  return c.json({ results }, 200);
};

function started(admitted: Admitted<Run>) {
  const run = admittedOr429(admitted);
  return { run, headers: { ...rateHeaders(admitted.rate), Location: `/api/v1/workflow-runs/${run.id}` } };
}

export const listWorkflowRuns: RouteHandler<typeof listWorkflowRunsContract, KeyedEnv> = async (c) => {
  const { db } = c.get("services");
  const { agentId } = c.get("principal");
  const { workflowId } = c.req.valid("param");
  const { limit, cursor, ...query } = c.req.valid("query");
  const page = pageAsked(c, limit, query.expand);
  const position = readCursor(cursor);
  if (!(await ownsWorkflow(db, workflowId, agentId)))
    throw new Problem("not_found", "You have no workflow of this id.");
  const { rows, nextCursor } = await readPage(page.limit, (rowCount) =>
    selectRuns(db, agentId, { ...filterOf(query), workflowId }, { ...page, limit: rowCount, position }),
  );
  return c.json({ data: rows, nextCursor }, 200);
};

export const listRuns: RouteHandler<typeof listRunsContract, KeyedEnv> = async (c) => {
  const { db } = c.get("services");
  const { agentId } = c.get("principal");
  const { limit, cursor, ...query } = c.req.valid("query");
  const page = pageAsked(c, limit, query.expand);
  const position = readCursor(cursor);
  const { rows, nextCursor } = await readPage(page.limit, (rowCount) =>
    selectRuns(db, agentId, filterOf(query), { ...page, limit: rowCount, position }),
  );
  return c.json({ data: rows, nextCursor }, 200);
};

interface ListQuery extends Omit<RunsAsked, "statuses"> {
  readonly status?: string | undefined;
  readonly expand?: string | undefined;
}

function filterOf({ status, expand: _shown, ...filter }: ListQuery): RunsAsked {
  return { ...filter, statuses: namedOf(RUN_STATUSES, status) };
}

/** Of what is expanded a page holds fewer; who asks for more than it may is told so. */
function pageAsked(c: Context<KeyedEnv>, limit: number, expand: string | undefined) {
  if (expand === undefined) return { limit };
  if (limit > MAX_EXPANDED && c.req.query("limit") !== undefined) {
    const message = `With \`expand\` a page has at most ${MAX_EXPANDED}.`;
    throw new Problem("invalid_parameter", `limit: ${message}`, {
      errors: [{ code: "too_large", pointer: "/query/limit", message }],
    });
  }
  const expansions = namedOf(["input", "output"] as const, expand);
  return { limit: Math.min(limit, MAX_EXPANDED), expand: expansions };
}

export const getRun: RouteHandler<typeof getRunContract, KeyedEnv> = async (c) => {
  const run = await readRun(c.get("services"), c.get("principal"), c.req.valid("param").runId);
  return c.json(present(run ?? notFound()), 200);
};

export const cancelRun: RouteHandler<typeof cancelRunContract, KeyedEnv> = async (c) => {
  const run = await cancel(c.get("services"), c.get("principal"), c.req.valid("param").runId);
  return c.json(present(run ?? notFound()), 200);
};

export const deleteRun: RouteHandler<typeof deleteRunContract, KeyedEnv> = async (c) => {
  if (!(await remove(c.get("services"), c.get("principal"), c.req.valid("param").runId))) notFound();
  return c.body(null, 204);
};

export const pauseRun: RouteHandler<typeof pauseRunContract, KeyedEnv> = async (c) => {
  const run = await pauseOrResume(c.get("services"), c.get("principal"), c.req.valid("param").runId, "pause");
  return c.json(present(run ?? notFound()), 200);
};

export const resumeRun: RouteHandler<typeof resumeRunContract, KeyedEnv> = async (c) => {
  const run = await pauseOrResume(c.get("services"), c.get("principal"), c.req.valid("param").runId, "resume");
  return c.json(present(run ?? notFound()), 200);
};

export const signalRun: RouteHandler<typeof signalRunContract, KeyedEnv> = async (c) => {
  const { runId, name } = c.req.valid("param");
  const { payload = null } = c.req.valid("json");
  const key = c.req.header("Idempotency-Key");
  const sent = { name, payload, ...(key !== undefined && { key }) };
  const run = await signal(c.get("services"), c.get("principal"), runId, sent);
  return c.json(present(run ?? notFound()), 200);
};

function present(run: Run) {
  const steps = Object.entries(run.stepResults).map(([id, step]) => [id, { ...step, undone: [...step.undone] }]);
  return {
    ...run,
    largeValues: [...run.largeValues],
    stepResults: Object.fromEntries(steps) as Record<string, MutableStep>,
  };
}

type MutableStep = Omit<StepResult, "undone"> & { undone: UndoResult[] };

function notFound(): never {
  throw new Problem("not_found", "You have no run of this id.");
}
