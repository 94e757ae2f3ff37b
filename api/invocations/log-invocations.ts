import type { Env } from "../env.ts";
import { publishInvocations } from "../feed/publish-invocations.ts";
import { insertInvocations } from "./insert-invocations.ts";
import type { InvocationRecord } from "./insert-invocations.ts";

/** Brings calls into the log, and tells the feeds of those who made and answered them. Again does no harm. */
export async function logInvocations(env: Env, records: readonly InvocationRecord[]): Promise<void> {
  await publishInvocations(env, await insertInvocations(env.DB, records));
}
