// A subscriber of the feed, or of a run's events, as tests read it: message by message.

import { SELF } from "cloudflare:test";
import { expect } from "vitest";

const FEED = "/api/v1/feed";

export interface Heard {
  readonly id: string;
  readonly type: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- what an event holds is what the tests are about
  readonly data: any;
  readonly lastEventId?: string;
}

export interface Listener {
  /** The next event; waits for it. */
  next(): Promise<Heard>;
  /** The next event that is neither `ready` nor `gap`. */
  told(): Promise<Heard>;
  say(message: unknown): void;
  /** Resolves with the code once the hub has closed it. */
  readonly closed: Promise<number>;
  close(): void;
}

export async function listen(headers: Record<string, string>, query = "", path = FEED): Promise<Listener> {
  const response = await SELF.fetch(`https://hub.example${path}${query}`, {
    headers: { Upgrade: "websocket", ...headers },
  });
  const socket = response.webSocket;
  if (!socket) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  const heard: Heard[] = [];
  let wake = (): void => undefined;
  socket.addEventListener("message", ({ data }) => {
    heard.push(data === "pong" ? { id: "", type: "pong", data: null } : (JSON.parse(String(data)) as Heard));
    wake();
  });
  const closed = new Promise<number>((done) => socket.addEventListener("close", ({ code }) => done(code)));
  socket.accept();
  const next = async (): Promise<Heard> => {
    for (;;) {
      const first = heard.shift();
      if (first !== undefined) return first;
      await new Promise<void>((done) => (wake = done));
    }
  };
  return {
    next,
    async told() {
      for (;;) {
        const event = await next();
        if (event.type !== "ready" && event.type !== "gap") return event;
      }
    },
    say: (message) => socket.send(typeof message === "string" ? message : JSON.stringify(message)),
    closed,
    close: () => socket.close(1000),
  };
}

/** The events of a stream, one after the other; ends it when the loop is left. */
export async function* streamed(headers: Record<string, string>, query = "", path = FEED): AsyncGenerator<Heard> {
  const response = await SELF.fetch(`https://hub.example${path}${query}`, { headers });
  expect([response.status, response.headers.get("Content-Type")]).toEqual([200, "text/event-stream"]);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  try {
    for (;;) {
      const { value, done } = (await reader?.read()) ?? { value: undefined, done: true };
      if (done) return;
      text += value;
      const parts = text.split("\n\n");
      text = parts.pop() ?? "";
      for (const part of parts) {
        const lines = Object.fromEntries(part.split("\n").map((line) => line.split(/: (.*)/s, 2) as [string, string]));
        if (lines["data"] === undefined) continue;
        const event = JSON.parse(lines["data"]) as Heard;
        expect([lines["id"], lines["event"]]).toEqual([event.id, event.type]);
        yield event;
      }
    }
  } finally {
    await reader?.cancel();
  }
}

/** All that a feed still tells of what it kept from its first event on. */
export async function toldAgain(headers: Record<string, string>): Promise<Heard[]> {
  const feed = await listen(headers, "?lastEventId=0");
  feed.say("ping");
  const heard: Heard[] = [];
  for (let event = await feed.next(); event.type !== "pong"; event = await feed.next()) heard.push(event);
  feed.close();
  return heard;
}
