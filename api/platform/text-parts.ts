/** SQLite takes 2 MB a value, in D1 and in Durable Objects, and a character takes up to 3 bytes in UTF-8. */
const MAX_PART_CHARS = 500_000;

/** Cuts a text into parts that fit a row, never through a surrogate pair: half of one cannot be stored. */
export function textParts(text: string): string[] {
  const parts: string[] = [];
  for (let start = 0; start < text.length;) {
    let end = Math.min(start + MAX_PART_CHARS, text.length);
    const last = text.charCodeAt(end - 1);
    if (end < text.length && last >= 0xd800 && last <= 0xdbff) end--;
    parts.push(text.slice(start, end));
    start = end;
  }
  return parts;
}
