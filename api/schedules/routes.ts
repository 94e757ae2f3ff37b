import type { RouteHandler } from "@hono/zod-openapi";
import type { Json } from "../../engine/json.ts";
import type { KeyedEnv } from "../http/context.ts";
import { readCursor, readPage } from "../http/page.ts";
import { Problem } from "../http/problem.ts";
import { QUOTAS } from "../http/quota.ts";
import { invalidRequest } from "../http/validation.ts";
import { ownsWorkflow } from "../workflows/find-workflow.ts";
import type {
  createScheduleContract,
  deleteScheduleContract,
  getScheduleContract,
  listAllSchedulesContract,
  listSchedulesContract,
  pauseScheduleContract,
  replaceScheduleContract,
  resumeScheduleContract,
} from "./contract.ts";
import { cronFault, ticksAfter } from "./cron.ts";
import type { Schedule, Timetable } from "./schedule.ts";
import { schedulerOf } from "./schedulers.ts";

const SHOWN_TICKS = 5;

export const createSchedule: RouteHandler<typeof createScheduleContract, KeyedEnv> = async (c) => {
  const { agentId } = c.get("principal");
  const { workflowId } = c.req.valid("param");
  const { paused = false, ...asked } = c.req.valid("json");
  const timetable = readTimetable(asked);
  if (!(await ownsWorkflow(c.get("services").db, workflowId, agentId))) throw noWorkflow();
  const scheduler = schedulerOf(c.env, agentId);
  const schedule = await scheduler.create(agentId, workflowId, timetable, paused, QUOTAS.schedules);
  if (schedule === null) throw new Problem("quota_reached", `An agent may have ${QUOTAS.schedules} schedules.`);
  return c.json(present(schedule), 201, { Location: `/api/v1/workflows/${workflowId}/schedules/${schedule.id}` });
};

export const listSchedules: RouteHandler<typeof listSchedulesContract, KeyedEnv> = async (c) => {
  const { agentId } = c.get("principal");
  const { workflowId } = c.req.valid("param");
  const { limit, cursor } = c.req.valid("query");
  const position = readCursor(cursor);
  if (!(await ownsWorkflow(c.get("services").db, workflowId, agentId))) throw noWorkflow();
  const { rows, nextCursor } = await readPage(limit, (rowCount) =>
    schedulerOf(c.env, agentId).list(workflowId, rowCount, position),
  );
  return c.json({ data: rows.map(present), nextCursor }, 200);
};

export const listAllSchedules: RouteHandler<typeof listAllSchedulesContract, KeyedEnv> = async (c) => {
  const { limit, cursor } = c.req.valid("query");
  const position = readCursor(cursor);
  const { rows, nextCursor } = await readPage(limit, (rowCount) =>
    schedulerOf(c.env, c.get("principal").agentId).list(null, rowCount, position),
  );
  return c.json({ data: rows.map(present), nextCursor }, 200);
};

export const getSchedule: RouteHandler<typeof getScheduleContract, KeyedEnv> = async (c) => {
  const { workflowId, scheduleId } = c.req.valid("param");
  const schedule = await schedulerOf(c.env, c.get("principal").agentId).find(workflowId, scheduleId);
  return c.json(present(schedule ?? notFound()), 200);
};

export const replaceSchedule: RouteHandler<typeof replaceScheduleContract, KeyedEnv> = async (c) => {
  const { workflowId, scheduleId } = c.req.valid("param");
  const { paused = null, ...asked } = c.req.valid("json");
  const timetable = readTimetable(asked);
  const scheduler = schedulerOf(c.env, c.get("principal").agentId);
  const schedule = await scheduler.replace(workflowId, scheduleId, timetable, paused);
  return c.json(present(schedule ?? notFound()), 200);
};

export const deleteSchedule: RouteHandler<typeof deleteScheduleContract, KeyedEnv> = async (c) => {
  const { workflowId, scheduleId } = c.req.valid("param");
  if (!(await schedulerOf(c.env, c.get("principal").agentId).remove(workflowId, scheduleId))) notFound();
  return c.body(null, 204);
};

export const pauseSchedule: RouteHandler<typeof pauseScheduleContract, KeyedEnv> = async (c) => {
  const { workflowId, scheduleId } = c.req.valid("param");
  const schedule = await schedulerOf(c.env, c.get("principal").agentId).setPaused(workflowId, scheduleId, true);
  return c.json(present(schedule ?? notFound()), 200);
};

export const resumeSchedule: RouteHandler<typeof resumeScheduleContract, KeyedEnv> = async (c) => {
  const { workflowId, scheduleId } = c.req.valid("param");
  const schedule = await schedulerOf(c.env, c.get("principal").agentId).setPaused(workflowId, scheduleId, false);
  return c.json(present(schedule ?? notFound()), 200);
};

type Asked = Omit<Timetable, "input"> & { readonly input?: Json | undefined };

/** Refuses what the contract cannot see. */
function readTimetable({ input = {}, startAt, endAt, ...rest }: Asked): Timetable {
  const fault = cronFault(rest);
  if (fault) {
    throw invalidRequest([{ code: "invalid_format", pointer: `/${fault.field}`, message: fault.message }]);
  }
  if (startAt !== null && endAt !== null && Date.parse(endAt) < Date.parse(startAt)) {
    throw invalidRequest([{ code: "invalid_value", pointer: "/endAt", message: "It is before startAt." }]);
  }
  return { ...rest, input, startAt: utc(startAt), endAt: utc(endAt) };
}

function utc(time: string | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}

function present(schedule: Schedule) {
  const ticks = schedule.paused ? [] : ticksAfter(schedule, Date.now(), SHOWN_TICKS);
  return { ...schedule, nextTimes: ticks.map((at) => new Date(at).toISOString()) };
}

function noWorkflow(): Problem {
  return new Problem("not_found", "You have no workflow of this id.");
}

function notFound(): never {
  throw new Problem("not_found", "Your workflow has no schedule of this id.");
}
