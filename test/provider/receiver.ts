// A receiver of callbacks, which keeps what it got as it came: POST /hook/<name>, GET /_hooks/<name>.
//
// ?fails=2 refuses the first two of each `webhook-id` with 503; ?code=410 refuses all of them with that.

import type { IncomingHttpHeaders } from "node:http";
import type { Reply } from "./behaviours.ts";

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const received = new Map<string, Received[]>();

export function receive({ pathname, searchParams }: URL, message: Received): Reply {
  const name = pathname.slice("/hook/".length);
  const all = received.get(name) ?? [];
  received.set(name, [...all, message]);
  const id = message.headers["webhook-id"];
  const before = all.filter(({ headers }) => headers["webhook-id"] === id).length;
  const code = Number(searchParams.get("code") ?? 0);
  if (code > 0) return { status: code, headers: { location: "/hook/elsewhere" }, body: "" };
  return before < Number(searchParams.get("fails") ?? 0) ? { status: 503, body: "" } : { status: 204, body: "" };
}

export function receivedBy({ pathname }: URL): Reply {
  return { status: 200, body: JSON.stringify(received.get(pathname.slice("/_hooks/".length)) ?? []) };
}
