// What a listener wants of a feed.

import type { Subscriber, Subscription } from "../live/subscription.ts";
import type { FeedEventType } from "./event.ts";

interface Filter {
  /** null: all. */
  readonly types: readonly FeedEventType[] | null;
  readonly toolId: string | null;
}

/** Without a `lastEventId` it wants what comes from now on. */
export type FeedSubscription = Subscription & Filter;
export type FeedSubscriber = Subscriber & Filter;
