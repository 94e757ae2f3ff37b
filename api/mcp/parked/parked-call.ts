// A call of a server that asks by requests (before 2026-07-28), for a caller that is asked by results (since): the call goes
// on from one request of its caller to the next, and stands still between them.
//
//   caller   request ──> input_required      request, answers ──> input_required …     request, answers ──> result
//   server   call ──> question . . . . . . . . . . . . answer ──> question . . . . . . . . . . . . answer ──> result
//
// P1. One request of the caller at a time: each round is answered once.
// P2. What the call comes to is kept for whoever brings the next answers, also where it ended while nobody was there.
// P3. The call's time does not run while it waits for its caller. Its rounds and questions are counted instead.

import type { Failure } from "../../../engine/run/outcome.ts";
import type { Json, JsonObject } from "../../../engine/json.ts";
import type { Asked } from "../../relay/mcp/mcp-caller.ts";
import { StoppableClock } from "../../runtime/clock.ts";
import { GivenUp } from "../../runtime/given-up.ts";
import { protocolError } from "../refusal.ts";
import type { CallContext, Client } from "../surface.ts";
import { MAX_QUESTIONS, Questions } from "./questions.ts";
import type { Saying, Tell, Turn } from "./turn.ts";

/** As often as a client of the SDK comes back. */
export const MAX_ROUNDS = 10;
/** What a server asks at once, it has asked by then. */
const GATHER_MS = 100;

/** Does the work; it may ask by way of the context, and its time is to be kept by the clock. */
export type Perform = (context: CallContext, clock: StoppableClock) => Promise<object>;

export class ParkedCall {
  readonly #questions = new Questions();
  readonly #clock = new StoppableClock();
  readonly #ending = new AbortController();
  readonly #done: Promise<Turn>;
  #end: Turn | null = null;
  #round = 0;
  /** Whether the round waits for its answers. */
  #isOpen = false;
  #tell: Tell | null = null;
  #telling: Promise<unknown>[] = [];

  constructor(client: Client, tell: Tell, waitUntil: CallContext["waitUntil"], perform: Perform) {
    this.#tell = tell;
    const context: CallContext = {
      signal: this.#ending.signal,
      client,
      progress: (update) => this.#say({ say: "progress", update }),
      partial: (item) => this.#say({ say: "partial", item: item as Json }),
      log: (level, data, logger) => this.#say({ say: "log", level, data, ...(logger !== undefined && { logger }) }),
      ask: (asked) => this.#ask(asked),
      waitUntil,
    };
    this.#done = perform(context, this.#clock)
      .then(
        (result): Turn => ({ is: "result", result: result as JsonObject }),
        (error: unknown): Turn => {
          const { code, message, data = null } = protocolError(error, "a parked call");
          return { is: "error", code, message, data: data as Json };
        },
      )
      .then((end) => (this.#end = end));
  }

  /** What the first request comes to. */
  begin(): Promise<Turn> {
    return this.#next();
  }

  /** Whether this round waits for its answers. */
  awaits(round: number): boolean {
    return this.#isOpen && round === this.#round;
  }

  /** What the request that brings these answers comes to. */
  answer(responses: JsonObject, tell: Tell): Promise<Turn> {
    this.#isOpen = false;
    this.#tell = tell;
    this.#questions.answer(responses);
    return this.#next();
  }

  /** Ends the call, if it has not ended; null: its caller is gone. */
  giveUp(failure: Failure | null): Promise<Turn> {
    this.#ending.abort(failure === null ? undefined : new GivenUp(failure));
    return this.#done;
  }

  async #next(): Promise<Turn> {
    while (this.#end === null) {
      await Promise.race([this.#done, this.#questions.some]);
      if (this.#end === null) await Promise.race([this.#done, scheduler.wait(GATHER_MS)]);
      if (this.#end !== null || this.#questions.isEmpty) continue;
      if (this.#round === MAX_ROUNDS) return this.#ended(await this.giveUp(tooManyQuestions));
      return this.#ended({ is: "asking", round: ++this.#round, inputRequests: this.#questions.all() });
    }
    return this.#ended(this.#end);
  }

  /** What was told before is with the caller before the end of its request. */
  async #ended(turn: Turn): Promise<Turn> {
    await Promise.allSettled(this.#telling);
    this.#telling = [];
    this.#tell = null;
    this.#isOpen = turn.is === "asking";
    return turn;
  }

  async #ask(asked: Asked): Promise<JsonObject> {
    if (this.#questions.count >= MAX_QUESTIONS) {
      void this.giveUp(tooManyQuestions);
      throw new Error(tooManyQuestions.message);
    }
    this.#clock.stop();
    try {
      return await this.#questions.ask(asked);
    } finally {
      if (this.#questions.isEmpty) this.#clock.go();
    }
  }

  #say(saying: Saying): void {
    if (this.#tell !== null) this.#telling.push(Promise.resolve(this.#tell(saying)).catch(() => undefined));
  }
}

const tooManyQuestions: Failure = {
  code: "too_many_questions",
  message:
    `The tool asked its caller more than ${MAX_ROUNDS} times over, or more than ${MAX_QUESTIONS} questions, ` +
    "so its call was given up.",
  retryable: false,
};
