import { logError } from "../platform/log.ts";

/** Whether it went through. What fails in a shard is logged, and done again by its next alarm. */
export async function tried(what: string, work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    logError(`shard_${what}_failed`, error, {});
    return false;
  }
}
