// Puts a text that comes in pieces into R2, of which no more than one part is held at a time.

/** R2 takes parts of 5 MiB and more, all but the last of one size. */
const PART_BYTES = 5 * 1024 * 1024;

/**
 * How large the object is; null where it would be larger than it may. A text that breaks off leaves nothing. `onUpload` hears
 * under which id parts are sent, and null once that is over: where this process dies meanwhile, R2 keeps them for days unless
 * that upload is aborted.
 */
export async function putPieces(
  bucket: R2Bucket,
  key: string,
  pieces: AsyncIterable<string>,
  maxBytes: number,
  onUpload: (uploadId: string | null) => void = () => undefined,
): Promise<number | null> {
  const encoder = new TextEncoder();
  const parts: R2UploadedPart[] = [];
  let upload: R2MultipartUpload | null = null;
  let part = new Uint8Array(PART_BYTES);
  let filled = 0;
  let sizeBytes = 0;
  try {
    for await (const piece of pieces) {
      for (let bytes = encoder.encode(piece); bytes.byteLength > 0;) {
        const taken = bytes.subarray(0, PART_BYTES - filled);
        part.set(taken, filled);
        filled += taken.byteLength;
        sizeBytes += taken.byteLength;
        bytes = bytes.subarray(taken.byteLength);
        if (sizeBytes > maxBytes) {
          await upload?.abort();
          onUpload(null);
          return null;
        }
        if (filled < PART_BYTES) continue;
        if (upload === null) {
          upload = await bucket.createMultipartUpload(key);
          onUpload(upload.uploadId);
        }
        parts.push(await upload.uploadPart(parts.length + 1, part));
        part = new Uint8Array(PART_BYTES);
        filled = 0;
      }
    }
    if (upload === null) await bucket.put(key, part.subarray(0, filled));
    else {
      if (filled > 0) parts.push(await upload.uploadPart(parts.length + 1, part.subarray(0, filled)));
      await upload.complete(parts);
      onUpload(null);
    }
    return sizeBytes;
  } catch (error) {
    await upload?.abort().then(
      () => onUpload(null),
      () => undefined,
    );
    throw error;
  }
}
