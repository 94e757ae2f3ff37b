// One burst of requests, in a process of its own, which reads it as JSON and prints what it measured as JSON.
// Closed loop over keep-alive connections to this machine; it ends by count.

import { Agent, request } from "node:http";
import { json } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { quantile } from "./table.ts";

export interface Burst {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Absent: a GET. */
  readonly body?: string;
  readonly connections: number;
  readonly requests: number;
  /** Requests before the measured ones, which open the connections and warm up this process. */
  readonly warmUp?: number;
  /** Words that every answer must hold, all of them; another answer ends the burst as failed. */
  readonly expect: string | readonly string[];
}

export interface Measured {
  readonly wallMs: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Until the first of the body was there. */
  readonly firstP50Ms: number;
}

/** A hand-written Workflow of 10,000 steps answers after minutes. */
const REQUEST_TIMEOUT_MS = 10 * 60_000;
/** A run that takes longer than the hub waits is looked at so often, and no longer than that. */
const LOOK_EVERY_MS = 500;
const LOOK_FOR_MS = 10 * 60_000;

export async function fire(burst: Burst): Promise<Measured> {
  if (new URL(burst.url).hostname !== "127.0.0.1") throw new Error("The bench loads this machine only.");
  const agent = new Agent({ keepAlive: true, maxSockets: burst.connections });
  await loop(burst, agent, burst.warmUp ?? 0);
  const startedAt = performance.now();
  const answers = await loop(burst, agent, burst.requests);
  const wallMs = performance.now() - startedAt;
  agent.destroy();
  const whole = answers.map(({ wholeMs }) => wholeMs).toSorted((a, b) => a - b);
  const first = answers.map(({ firstMs }) => firstMs).toSorted((a, b) => a - b);
  return {
    wallMs,
    perSecond: (burst.requests / wallMs) * 1000,
    p50Ms: quantile(whole, 0.5),
    p99Ms: quantile(whole, 0.99),
    firstP50Ms: quantile(first, 0.5),
  };
}

interface Answered {
  readonly firstMs: number;
  readonly wholeMs: number;
}

async function loop(burst: Burst, agent: Agent, requests: number): Promise<Answered[]> {
  const answers: Answered[] = [];
  let left = requests;
  const connection = async () => {
    while (left-- > 0) {
      const sentAt = performance.now();
      const firstAt = await send(burst, agent);
      answers.push({ firstMs: firstAt - sentAt, wholeMs: performance.now() - sentAt });
    }
  };
  await Promise.all(Array.from({ length: burst.connections }, connection));
  return answers;
}

/** @returns when the first of the body was there */
async function send({ url, headers = {}, body, expect }: Burst, agent: Agent): Promise<number> {
  const first = await exchange(url, agent, headers, body);
  const answer = first.status === 202 ? await settled(new URL(first.location ?? "", url).href, agent, headers) : first;
  if ([expect].flat().every((words) => answer.text.includes(words))) return answer.firstAt;
  throw new Error(`${url} answered ${answer.status}: ${answer.text.slice(0, 300)}`);
}

async function settled(run: string, agent: Agent, headers: NonNullable<Burst["headers"]>): Promise<Answer> {
  const until = performance.now() + LOOK_FOR_MS;
  for (;;) {
    await delay(LOOK_EVERY_MS);
    const answer = await exchange(run, agent, headers);
    const { status } = JSON.parse(answer.text) as { status: unknown };
    const isUnderWay = status === "pending" || status === "running";
    if (!isUnderWay || performance.now() > until) return answer;
  }
}

interface Answer {
  readonly status: number | undefined;
  readonly location: string | undefined;
  readonly text: string;
  readonly firstAt: number;
}

function exchange(url: string, agent: Agent, given: NonNullable<Burst["headers"]>, body?: string): Promise<Answer> {
  const headers = {
    ...(body !== undefined && {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
    }),
    ...given,
  };
  const method = body === undefined ? "GET" : "POST";
  return new Promise((done, fail) => {
    const sent = request(url, { method, agent, headers, timeout: REQUEST_TIMEOUT_MS }, (response) => {
      const { statusCode: status } = response;
      let text = "";
      let firstAt = 0;
      response.setEncoding("utf8");
      response.once("data", () => (firstAt = performance.now()));
      response.on("data", (chunk: string) => (text += chunk));
      response.on("end", () => done({ status, location: response.headers.location, text, firstAt }));
      response.on("error", fail);
    });
    sent.on("timeout", () => sent.destroy(new Error(`${url} gave no answer in ${REQUEST_TIMEOUT_MS} ms`)));
    sent.on("error", fail);
    sent.end(body);
  });
}

if (import.meta.main) {
  try {
    console.log(JSON.stringify(await fire((await json(process.stdin)) as Burst)));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  }
}
