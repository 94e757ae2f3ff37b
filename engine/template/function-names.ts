// Which of JSONata's functions a template has, with JSONata's own signatures, and why it lacks the others.
//
// The signatures are of JSONata 2.2: s string, n number, b boolean, a list, o object, f function, x anything,
// j JSON; "-" takes the context where the argument is left out, "?" may be left out, "+" once or more.

export const SIGNATURES = {
  abs: "<n-:n>",
  append: "<xx:a>",
  assert: "<bs?:x>",
  average: "<a<n>:n>",
  base64decode: "<s-:s>",
  base64encode: "<s-:s>",
  boolean: "<x-:b>",
  ceil: "<n-:n>",
  clone: "<(oa)-:o>",
  contains: "<s-(sf):b>",
  count: "<a:n>",
  decodeUrl: "<s-:s>",
  decodeUrlComponent: "<s-:s>",
  distinct: "<x:x>",
  each: "<o-f:a>",
  encodeUrl: "<s-:s>",
  encodeUrlComponent: "<s-:s>",
  error: "<s?:x>",
  exists: "<x:b>",
  filter: "<af>",
  floor: "<n-:n>",
  formatBase: "<n-n?:s>",
  formatInteger: "<n-s:s>",
  formatNumber: "<n-so?:s>",
  fromMillis: "<n-s?s?:s>",
  join: "<a<s>s?:s>",
  keys: "<x-:a<s>>",
  length: "<s-:n>",
  lookup: "<x-s:x>",
  lowercase: "<s-:s>",
  map: "<af>",
  match: "<s-f<s:o>n?:a<o>>",
  max: "<a<n>:n>",
  merge: "<a<o>:o>",
  min: "<a<n>:n>",
  not: "<x-:b>",
  number: "<(nsb)-:n>",
  pad: "<s-ns?:s>",
  parseInteger: "<s-s:n>",
  power: "<n-n:n>",
  reduce: "<afj?:j>",
  replace: "<s-(sf)(sf)n?:s>",
  reverse: "<a:a>",
  round: "<n-n?:n>",
  sift: "<o-f?:o>",
  single: "<af?>",
  sort: "<af?:a>",
  split: "<s-(sf)n?:a<s>>",
  spread: "<x-:a<o>>",
  sqrt: "<n-:n>",
  string: "<x-b?:s>",
  substring: "<s-nn?:s>",
  substringAfter: "<s-s:s>",
  substringBefore: "<s-s:s>",
  sum: "<a<n>:n>",
  toMillis: "<s-s?:n>",
  trim: "<s-:s>",
  type: "<x:s>",
  uppercase: "<s-:s>",
  zip: "<a+>",
} as const;

export type FunctionName = keyof typeof SIGNATURES;

export const FUNCTION_NAMES: ReadonlySet<string> = new Set(Object.keys(SIGNATURES));

const CLOCK = "A rendered template must not depend on when it is rendered. Pass the time in through the input.";
const CHANCE =
  "A rendered template must be the same each time. Let a tool draw, or pass the value in through the input.";

/** Functions of JSONata that templates do not have, each with what to do instead. */
export const FORBIDDEN_FUNCTIONS: ReadonlyMap<string, string> = new Map([
  ["now", CLOCK],
  ["millis", CLOCK],
  ["random", CHANCE],
  ["shuffle", CHANCE],
  ["eval", "A template is never built from text. Write the expression itself."],
]);
