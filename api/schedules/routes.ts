import type { RouteHandler } from "@hono/zod-openapi";
import type { KeyedEnv } from "../http/context.ts";
import { readCursor, readPage } from "../http/page.ts";
import { Problem } from "../http/problem.ts";
import { QUOTAS } from "../http/quota.ts";
import { ownsWorkflow } from "../workflows/find-workflow.ts";
import { readTimetable, refuseUnfit } from "./accept-timetable.ts";
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
import { ticksAfter } from "./cron.ts";
import type { Schedule } from "./schedule.ts";
import { schedulerOf } from "./schedulers.ts";

const SHOWN_TICKS = 5;

export const createSchedule: RouteHandler<typeof createScheduleContract, KeyedEnv> = async (c) => {
  const { agentId } = c.get("principal");
  const { workflowId } = c.req.valid("param");
  const { paused = false, ...asked } = c.req.valid("json");
  const { db } = c.get("services");
  const now = Date.now();
  const timetable = readTimetable(asked, now);
  if (!(await ownsWorkflow(db, workflowId, agentId))) throw noWorkflow();
  await refuseUnfit(db, agentId, workflowId, timetable, now);
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
  const { agentId } = c.get("principal");
  const now = Date.now();
  const timetable = readTimetable(asked, now);
  const scheduler = schedulerOf(c.env, agentId);
  if ((await scheduler.find(workflowId, scheduleId)) === null) notFound();
  await refuseUnfit(c.get("services").db, agentId, workflowId, timetable, now);
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
