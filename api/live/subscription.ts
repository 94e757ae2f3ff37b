// Who listens to an object's events: as a route hands it to the object, and as the object keeps it with the socket, where it
// outlives hibernation.

export interface Subscription {
  readonly keyId: string;
  /** The hash of the session that stands for the key, if one does. */
  readonly sessionHash: string | null;
  /** When what was shown ends: the key, the token or the session. ISO 8601. */
  readonly expiresAt: string | null;
  /** The last event that the subscriber has; null: none. */
  readonly lastEventId: number | null;
}

export interface Subscriber extends Omit<Subscription, "lastEventId"> {
  /** The last event that was sent, or passed over. */
  readonly position: number;
  /** How many were sent that the subscriber has not said it has. */
  readonly unconfirmed: number;
  /** Since when, in ms since the epoch, no more are sent for that reason; null: they are. */
  readonly stalledAt: number | null;
}

/** What has ended, and with it whatever listens on it. */
export type Ended = { readonly keyId: string } | { readonly sessionHashes: readonly string[] };

const SUBSCRIPTION_HEADER = "X-NexusCall-Subscription";

/** The request that an object's `fetch` takes. */
export function subscriptionRequest(subscription: Subscription): Request {
  const text = encodeURIComponent(JSON.stringify(subscription));
  return new Request("https://object/", { headers: { Upgrade: "websocket", [SUBSCRIPTION_HEADER]: text } });
}

/** What `subscriptionRequest` wrote, and nobody else: requests reach the object through the hub's own routes alone. */
export function readSubscription<S extends Subscription>({ headers }: Request): S {
  return JSON.parse(decodeURIComponent(headers.get(SUBSCRIPTION_HEADER) ?? "null")) as S;
}

/** Why the hub closes a socket. The numbers are for programs. */
export const CLOSE = {
  ended: [4401, "The key, token or session has ended."],
  tooFar: [4408, "Too many events are unconfirmed. Connect again with lastEventId: nothing is lost."],
  badMessage: [4400, 'Send {"type":"ack","lastEventId":"…"}, {"type":"resume","lastEventId":"…"} or ping.'],
} as const;
