// The caller's side of a call that may be parked. Whose questions cannot reach the caller in the middle of its request, has
// the call made in an object of its own (api/runtime/mcp-call.ts); all others are served where they are.

import type { InputRequiredResult } from "@modelcontextprotocol/server";
import { isInputRequiredResult, ProtocolError } from "@modelcontextprotocol/server";
import type { JsonObject } from "../../../engine/json.ts";
import type { Principal } from "../../keys/principal.ts";
import { STATELESS } from "../../relay/mcp/connect.ts";
import { admitQuestion } from "../../servers/ask-server.ts";
import type { Services } from "../../services.ts";
import { traceHeaders } from "../../telemetry/tracing.ts";
import { askable } from "../hub/upstream-caller.ts";
import type { Answers, CallContext } from "../surface.ts";
import { callObject } from "./call-object.ts";
import { keptIn, keptText } from "./kept-state.ts";
import type { Saying, Turn, Work } from "./turn.ts";

export interface Served {
  readonly services: Services;
  readonly caller: Principal;
  readonly context: CallContext;
  /** What is asked, as canonical text. */
  readonly about: string;
}

/** What is to be done, once it is admitted. */
export interface Begun<Result> {
  readonly work: Work;
  /** The revision that the server speaks; null: it is no MCP server. */
  readonly revision: string | null;
  /** Does it here. */
  readonly here: (answers: Answers, context: CallContext) => Promise<Result | InputRequiredResult>;
}

/** `begin` admits what is asked for; it is not admitted again where this request only brings answers. */
export async function serveParked<Result extends object>(
  served: Served,
  { requestState, inputResponses }: Answers,
  begin: () => Promise<Begun<Result>>,
): Promise<Result | InputRequiredResult> {
  const kept = requestState === undefined ? null : keptIn(requestState);
  const answers = { ...(inputResponses && { inputResponses }) };
  if (kept?.is === "parked") return resume<Result>(served, kept, answers);
  const { work, revision, here } = await begin();
  const { services, context } = served;
  if (!asksMidway(revision, context)) {
    const result = await here({ ...answers, ...(kept && { requestState: kept.state }) }, context);
    return isInputRequiredResult(result) ? withKept(result) : result;
  }
  // Nothing could be kept with the caller, so it cannot be asked.
  if (services.env.MASTER_KEYS === undefined) return here({}, unaskable(context));
  return open<Result>(served, work);
}

/** Whether the server may ask for something in the middle, which this caller hears of at the end alone. */
function asksMidway(revision: string | null, { ask, client }: CallContext): boolean {
  const isOld = revision !== null && revision !== STATELESS;
  return isOld && ask === null && Object.keys(askable(client.capabilities)).length > 0;
}

function unaskable(context: CallContext): CallContext {
  return { ...context, client: { ...context.client, capabilities: {} } };
}

function withKept(result: InputRequiredResult): InputRequiredResult {
  const { requestState } = result;
  return requestState === undefined
    ? result
    : { ...result, requestState: keptText({ is: "server", state: requestState }) };
}

async function open<Result>({ services, caller, context, about }: Served, work: Work) {
  const id = crypto.randomUUID();
  const opening = { id, caller, client: context.client, about, trace: traceHeaders(), work };
  const object = callObject(services.env, id);
  const turn = object.begin(opening, teller(context));
  return settled<Result>(id, await present(context, turn, () => object.giveUp()));
}

async function resume<Result>(
  { services, caller, context, about }: Served,
  { id, round }: { id: string; round: number },
  { inputResponses = {} }: Answers,
) {
  await admitQuestion(services, caller, (work) => context.waitUntil(work));
  const answer = { agentId: caller.agentId, about, round, responses: inputResponses as JsonObject };
  const object = callObject(services.env, id);
  const turn = object.answer(answer, teller(context));
  return settled<Result>(id, await present(context, turn, () => object.giveUp()));
}

/** A caller that goes away while it waits ends its call. */
async function present(context: CallContext, turn: Promise<Turn>, giveUp: () => Promise<void>): Promise<Turn> {
  const { signal } = context;
  const gone = () => context.waitUntil(giveUp());
  context.waitUntil(turn);
  if (signal.aborted) gone();
  signal.addEventListener("abort", gone);
  try {
    return await turn;
  } finally {
    signal.removeEventListener("abort", gone);
  }
}

function teller(context: CallContext) {
  return (saying: Saying): void => {
    switch (saying.say) {
      case "progress":
        return context.progress(saying.update);
      case "partial":
        return context.partial(saying.item);
      case "log":
        return context.log(saying.level, saying.data, saying.logger);
    }
  };
}

/** The caller's answer. What the object gives as a result is one of the work that it was given. */
function settled<Result>(id: string, turn: Turn): Result | InputRequiredResult {
  switch (turn.is) {
    case "asking": {
      const { round, inputRequests } = turn;
      const requestState = keptText({ is: "parked", id, round });
      return { resultType: "input_required", inputRequests, requestState } as InputRequiredResult;
    }
    case "result":
      return turn.result as Result;
    case "error":
      throw new ProtocolError(turn.code, turn.message, turn.data ?? undefined);
  }
}
