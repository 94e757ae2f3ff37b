// Who learns of what happened to a handoff, and how:
//
//   who is asked      handoff.received in its feed, and its webhook
//   who has it        handoff.changed in its feed, and its webhook where it did not do it itself
//   its sender        handoff.changed in its feed, and the callbackUrl
//   the run that waits for it: its answer
//
// All of it can be said again without harm.

import { findAgents, findTagged, type Addressee } from "../agents/find-agent.ts";
import { outboxOf } from "../callbacks/callback.ts";
import { publish } from "../feed/publish.ts";
import { logError } from "../platform/log.ts";
import type { Services } from "../services.ts";
import { answerRun } from "./answer-run.ts";
import { type Handoff, type HandoffEvent, type HandoffNews, summaryOf } from "./handoff.ts";
import { isSettled } from "./machine.ts";

/** Of those that have a tag; the others find it in their inbox. */
const MAX_TOLD = 100;

export async function tellOf(services: Services, handoff: Handoff, event: HandoffEvent): Promise<void> {
  const { db, env } = services;
  const { fromAgentId, toAgentId, callbackUrl } = handoff;
  const tell = async (agentId: string, type: "handoff.received" | "handoff.changed", url: string | null) => {
    const data: HandoffNews = { ...summaryOf(handoff), event: event.type };
    const key = `${type} ${handoff.id} ${event.number}`;
    await publish(env, agentId, [{ type, key, toolId: null, timestamp: event.at, data }]);
    if (url !== null) await post(services, agentId, url, { type, number: event.number, timestamp: event.at, data });
  };
  await tell(fromAgentId, "handoff.changed", event.type === "created" ? null : callbackUrl);
  const asked = await newlyAsked(services, handoff, event);
  for (const { id, handoffUrl } of asked) await tell(id, "handoff.received", handoffUrl);
  if (toAgentId !== null && event.type !== "created" && !asked.some(({ id }) => id === toAgentId)) {
    const [receiver] = await findAgents(db, [toAgentId]);
    await tell(toAgentId, "handoff.changed", event.agentId === toAgentId ? null : (receiver?.handoffUrl ?? null));
  }
  if (handoff.runTask !== null && isSettled(handoff.status)) await answerRun(services, handoff);
}

/** Those that the event asks. */
async function newlyAsked({ db }: Services, handoff: Handoff, { toAgentId, tag }: HandoffEvent): Promise<Addressee[]> {
  if (toAgentId !== null) return findAgents(db, [toAgentId]);
  if (tag === null) return [];
  const tagged = await findTagged(db, tag, MAX_TOLD + handoff.lineage.length);
  return tagged.filter(({ id }) => !handoff.lineage.includes(id)).slice(0, MAX_TOLD);
}

interface Message {
  readonly type: string;
  readonly number: number;
  readonly timestamp: string;
  readonly data: HandoffNews;
}

/** Into the agent's outbox, which signs and delivers it. Where that is full, the inbox has it all the same. */
async function post({ env }: Services, agentId: string, url: string, { number, ...message }: Message): Promise<void> {
  const { id } = message.data;
  const body = JSON.stringify({ ...message, agentId });
  const webhookId = `${id.replace(/^handoff_/, "cb_")}_${number}`;
  const hasRoom = await outboxOf(env, agentId).offer({ id: webhookId, invocationId: id, url, body });
  if (!hasRoom) logError("handoff_webhook_dropped", "The outbox is full.", { agentId });
}
