// Why the hub closes the socket of an agent that serves. An agent that is told 4001, 4002 or 1008 has no reason to come
// back; after anything else it connects again.

/** RFC 6455, 7.4. */
export const CLOSINGS = {
  /** It may not serve, or not under this name; or its key, token, session or grant is no longer valid. */
  notValid: 1008,
  /** A frame is larger than the hub takes. */
  tooBig: 1009,
  /** The handshake, or reading its lists, failed. */
  notUnderstood: 4000,
  /** A newer connection serves in its place. */
  replaced: 4001,
  /** Its owner removed the server. */
  removed: 4002,
  /** It did not answer a ping. */
  silent: 4003,
} as const;

const NORMAL = 1000;
/** RFC 6455, 5.5: what a control frame holds, less the code. */
const MAX_REASON_BYTES = 123;

export function closeFor(socket: WebSocket, why: keyof typeof CLOSINGS, reason: string): void {
  const bytes = new TextEncoder().encode(reason).subarray(0, MAX_REASON_BYTES);
  // A character that was cut in two is left out.
  const fitting = new TextDecoder().decode(bytes, { stream: true });
  try {
    socket.close(CLOSINGS[why], fitting);
  } catch {
    // It is closed already.
  }
}

/** Answers the other side's farewell, without which its end of the socket stays open. */
export function closeBack(socket: WebSocket): void {
  try {
    socket.close(NORMAL);
  } catch {
    // It is closed already.
  }
}
