const QUOTE = 34;
const BACKSLASH = 92;

/**
 * Whether a JSON text nests objects and arrays deeper than `max`. Looks at the text, so that a hostile one is
 * refused before anything walks its value recursively.
 */
export function nestsDeeperThan(text: string, max: number): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (inString) {
      if (char === BACKSLASH) i++;
      else if (char === QUOTE) inString = false;
    } else if (char === QUOTE) {
      inString = true;
    } else if (char === 91 || char === 123) {
      if (++depth > max) return true;
    } else if (char === 93 || char === 125) {
      depth--;
    }
  }
  return false;
}
