/** What a call may take at most. One that never reports back is given up some time later. */
export const LONGEST_CALL_MS = 300_000;
