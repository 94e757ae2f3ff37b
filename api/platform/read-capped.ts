/** The whole body, or null as soon as it is larger than `maxBytes`; the rest is then left unread. */
export async function readCapped(message: Request | Response, maxBytes: number): Promise<Uint8Array | null> {
  const { body, headers } = message;
  if (body === null) return new Uint8Array();
  const declared = Number(headers.get("content-length") ?? Number.NaN);
  if (declared > maxBytes) {
    await body.cancel();
    return null;
  }
  // The runtime ends a body at its declared length; one that it decompresses has another.
  if (declared >= 0 && !headers.has("content-encoding")) return new Uint8Array(await message.arrayBuffer());
  return readChunks(body, maxBytes);
}

/** The whole body; or, as soon as it is larger than `maxBytes`, all of it chunk by chunk. */
export async function readOrStream(
  { body }: Response,
  maxBytes: number,
): Promise<Uint8Array | AsyncIterable<Uint8Array>> {
  if (body === null) return new Uint8Array();
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    chunks.push(next.value);
    length += next.value.byteLength;
    if (length > maxBytes) return goOn(chunks, reader);
  }
  return joined(chunks, length);
}

async function* goOn(
  chunks: Uint8Array[],
  reader: ReadableStreamDefaultReader<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    for (let chunk = chunks.shift(); chunk !== undefined; chunk = chunks.shift()) yield chunk;
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    // Whoever reads no further wants no more.
    await reader.cancel().catch(() => undefined);
  }
}

async function readChunks(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.byteLength;
    // Leaving the loop cancels the stream.
    if (length > maxBytes) return null;
    chunks.push(chunk);
  }
  return joined(chunks, length);
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}
