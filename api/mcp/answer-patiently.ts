// An answer that may take its time. What is there at once goes out as it is. What is not becomes an event stream with
// heartbeats: workerd tells of a client that is gone by a write that fails, and by nothing else. In the current revision
// going away is how a client cancels ("Cancellation", 2026-07-28), so the answer is given up then.

import { BeatingBody } from "../http/beating-body.ts";
import { logError } from "../platform/log.ts";

/** Most answers come sooner, and stay plain JSON. */
const AT_ONCE_MS = 1_000;
const HEARTBEAT_MS = 2_000;
const BEAT = ":\n\n";
const EVENT_STREAM = "text/event-stream";

export interface Answering {
  readonly request: Request;
  readonly waitUntil: (work: Promise<unknown>) => void;
  readonly answer: () => Promise<Response>;
  /** The client is gone: nobody waits for the answer any more. */
  readonly giveUp: () => void;
}

export async function answerPatiently({ request, waitUntil, answer, giveUp }: Answering): Promise<Response> {
  const answering = answer();
  // A client that goes away takes its request along, but not what has to be done then.
  waitUntil(answering);
  const soon = takesStreams(request) ? await within(answering, AT_ONCE_MS) : await answering;
  if (soon !== null && !isStream(soon)) return soon;

  const body = new BeatingBody(BEAT, HEARTBEAT_MS);
  body.gone.addEventListener("abort", giveUp);
  waitUntil(pass(answering, body));
  const streamed = {
    "Content-Type": EVENT_STREAM,
    "Cache-Control": "no-cache, no-transform",
    "X-Accel-Buffering": "no",
  };
  return new Response(body.readable, soon ?? { headers: streamed });
}

async function pass(answering: Promise<Response>, body: BeatingBody): Promise<void> {
  try {
    const response = await answering;
    if (!isStream(response)) {
      const text = await response.text();
      // Nobody is there for whom it would be.
      return await body.end(text === "" ? "" : `event: message\ndata: ${text}\n\n`);
    }
    for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      await body.write(text);
      if (body.gone.aborted) break;
    }
    await body.end("");
  } catch (error) {
    logError("an MCP answer broke off", error, {});
    body.break();
  }
}

/** The answer, or null where it is not there in time. */
async function within(answering: Promise<Response>, ms: number): Promise<Response | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), ms)));
  try {
    return await Promise.race([answering, late]);
  } finally {
    clearTimeout(timer);
  }
}

function takesStreams(request: Request): boolean {
  return (request.headers.get("Accept") ?? "").includes(EVENT_STREAM);
}

function isStream({ headers }: Response): boolean {
  return (headers.get("Content-Type") ?? "").startsWith(EVENT_STREAM);
}
