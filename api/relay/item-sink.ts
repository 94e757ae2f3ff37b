// Where the items of an answer go while the provider still streams it: a side channel of a call. The outcome comes at
// the end all the same, and what the call comes to stands there alone.
//
// K1. One item at a time: the next is put when the promise of the one before has resolved, and until then nothing more
//     is read from the provider. So a slow taker slows the provider down, and the hub holds one item.
// K2. Items come in the provider's order, without its secret, and within the caps of stream-limits.ts.

import type { Json } from "../../engine/json.ts";

/** One piece of an answer. */
export interface StreamItem {
  /** What the provider calls it, if anything: the `event` of an event stream. */
  readonly name?: string;
  readonly data: Json;
}

export interface ItemSink {
  /** Resolves when there is room for the next one, or when nobody is there to take any more. Never rejects. */
  put(item: StreamItem): Promise<void>;
  /** The items are more than a result may weigh, so the outcome is a success whose result, null, stands for them. */
  resultLeftOut(sizeBytes: number): void;
}
