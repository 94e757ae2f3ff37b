// An event stream of the SDK on its way to a listener: each message as it is to be told (listened-tasks.ts).

import type { JSONRPCMessage } from "@modelcontextprotocol/server";
import type { Tasks } from "../surface.ts";
import { asTold } from "./listened-tasks.ts";

const DATA = "data: ";
const END = "\n\n";

export function toldStream(response: Response, tasks: Tasks | undefined): Response {
  let rest = "";
  const translating = new TransformStream<string, string>({
    async transform(text, out) {
      const events = `${rest}${text}`.split(END);
      rest = events.pop() ?? "";
      for (const event of events) {
        const told = await toldEvent(event, tasks);
        if (told !== null) out.enqueue(`${told}${END}`);
      }
    },
    flush(out) {
      if (rest !== "") out.enqueue(rest);
    },
  });
  const { body } = response;
  if (body === null) return response;
  const told = body.pipeThrough(new TextDecoderStream()).pipeThrough(translating).pipeThrough(new TextEncoderStream());
  return new Response(told, response);
}

async function toldEvent(event: string, tasks: Tasks | undefined): Promise<string | null> {
  const lines = event.split("\n");
  const data = lines.find((line) => line.startsWith(DATA));
  if (data === undefined) return event;
  // Written by the SDK.
  const message = JSON.parse(data.slice(DATA.length)) as JSONRPCMessage;
  const told = await asTold(message, tasks);
  if (told === null) return null;
  return lines.map((line) => (line === data ? `${DATA}${JSON.stringify(told)}` : line)).join("\n");
}
