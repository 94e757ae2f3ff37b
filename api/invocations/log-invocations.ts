import type { Env } from "../env.ts";
import { publishInvocations } from "../feed/publish-invocations.ts";
import { openDatabase } from "../platform/database.ts";
import { insertInvocations } from "./insert-invocations.ts";
import type { InvocationRecord } from "./insert-invocations.ts";
import { presentLogged } from "./logged-invocation.ts";
import { selectInvocations } from "./store.ts";

/** Brings calls into the log, and tells the feeds of those who made and answered them. Again does no harm. */
export async function logInvocations(env: Env, records: readonly InvocationRecord[]): Promise<void> {
  if (records.length === 0) return;
  const providers = await insertInvocations(env.DB, records);
  const agentIds = new Set([...records.map(({ callerAgentId }) => callerAgentId), ...providers]);
  const ids = records.map(({ id }) => id);
  await publishInvocations(env, [...agentIds], async () =>
    (await selectInvocations(openDatabase(env.DB), ids)).map(presentLogged),
  );
}
