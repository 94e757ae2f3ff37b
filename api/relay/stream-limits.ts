// What an answer that a provider streams may come to.

/** One item, and the event or line that it comes in. */
export const MAX_ITEM_CHARS = 1024 * 1024;
/** All that is read of one answer, whatever is in it. */
export const MAX_STREAM_BYTES = 64 * 1024 * 1024;
/** Items, and lines that are none: each costs time, however short it is. */
export const MAX_ITEMS = 1_000_000;
