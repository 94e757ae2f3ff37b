/** The whole body, or null as soon as it is larger than `maxBytes`; the rest is then left unread. */
export async function readCapped(message: Request | Response, maxBytes: number): Promise<Uint8Array | null> {
  const { body, headers } = message;
  if (body === null) return new Uint8Array();
  const declared = Number(headers.get("content-length") ?? Number.NaN);
  if (declared > maxBytes) {
    await body.cancel();
    return null;
  }
  if (declaredLength(message) <= maxBytes) return new Uint8Array(await message.arrayBuffer());
  return readChunks(body, maxBytes);
}

/** The runtime ends a body at its declared length; NaN for one that declares none, or that it decompresses to another. */
function declaredLength({ headers }: Request | Response): number {
  return headers.has("content-encoding") ? Number.NaN : Number(headers.get("content-length") ?? Number.NaN);
}

/** The whole body as a text; or, as soon as it is larger than `maxBytes`, all of it chunk by chunk. */
export async function readOrStream(message: Response, maxBytes: number): Promise<string | AsyncIterable<Uint8Array>> {
  if (declaredLength(message) <= maxBytes) return message.text();
  const { body } = message;
  if (body === null) return "";
  const reader = body.getReader();
  const read = await readUpTo(reader, maxBytes);
  return read.isWhole ? new TextDecoder().decode(joined(read.chunks)) : goOn(read.chunks, reader);
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
  const reader = body.getReader();
  const { isWhole, chunks } = await readUpTo(reader, maxBytes);
  if (isWhole) return joined(chunks);
  await reader.cancel();
  return null;
}

/** To its end, or to the chunk with which it is larger than `maxBytes`. */
async function readUpTo(reader: ReadableStreamDefaultReader<Uint8Array>, maxBytes: number) {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    chunks.push(next.value);
    length += next.value.byteLength;
    if (length > maxBytes) return { isWhole: false, chunks };
  }
  return { isWhole: true, chunks };
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.byteLength, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}
