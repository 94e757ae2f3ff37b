// What a socket brings as server-sent events: the Worker holds the HTTP stream, and a socket to the object that tells, which
// may hibernate behind it.

const CONFIRM_EVERY = 100;
const QUEUED = 64;
/** Tells proxies on the way that the stream lives. */
const KEEP_ALIVE_MS = 15_000;
const RETRY_MS = 2_000;

/** Confirms to the object no more than its reader has room for, so that a slow reader holds up itself alone. */
export function eventStream(socket: WebSocket): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let taken = 0;
  let last = "";
  let isOver = false;
  let keepAlive: ReturnType<typeof setInterval> | undefined;

  const confirm = (room: number | null) => {
    if (taken < CONFIRM_EVERY || (room ?? 0) <= 0) return;
    taken = 0;
    socket.send(JSON.stringify({ type: "ack", lastEventId: last }));
  };

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const write = (text: string) => controller.enqueue(encoder.encode(text));
        const end = () => {
          clearInterval(keepAlive);
          if (!isOver) controller.close();
          isOver = true;
        };
        socket.addEventListener("message", ({ data }) => {
          if (isOver) return;
          const text = String(data);
          const { id, type } = JSON.parse(text) as { id: string; type: string };
          write(`id: ${id}\nevent: ${type}\ndata: ${text}\n\n`);
          last = id;
          taken++;
          confirm(controller.desiredSize);
        });
        socket.addEventListener("close", end);
        socket.addEventListener("error", end);
        write(`retry: ${RETRY_MS}\n\n`);
        keepAlive = setInterval(() => {
          if ((controller.desiredSize ?? 0) > 0) write(": the hub is there\n\n");
        }, KEEP_ALIVE_MS);
        socket.accept();
      },
      pull(controller) {
        confirm(controller.desiredSize);
      },
      cancel() {
        clearInterval(keepAlive);
        isOver = true;
        socket.close(1000);
      },
    },
    { highWaterMark: QUEUED },
  );
}
