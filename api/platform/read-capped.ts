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

async function readChunks(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.byteLength;
    // Leaving the loop cancels the stream.
    if (length > maxBytes) return null;
    chunks.push(chunk);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}
