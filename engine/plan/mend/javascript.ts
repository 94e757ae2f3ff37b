// JavaScript, and a little Python, in an expression: what JSONata has in its place.

/** Nobody reads a hint on more. */
const MAX_CHARACTERS = 2_000;

/** It begins where no name is before it, so that a long one is read once, not from each of its parts on. */
const PATH = String.raw`(?<![\w$.)\]-])((?:\$?[A-Za-z_][\w-]*)(?:\??\.[\w$-]+|\[(?:\d+|\*)?\])*)`;
const WORD = String.raw`[A-Za-z_]\w*`;
const LITERAL = String.raw`"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|-?\d+(?:\.\d+)?`;

/** Functions that take the same argument here. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  "JSON.stringify": "$string",
  "Math.round": "$round",
  "Math.floor": "$floor",
  "Math.ceil": "$ceil",
  "Math.abs": "$abs",
  "Math.sqrt": "$sqrt",
  "Object.keys": "$keys",
  parseFloat: "$number",
  Number: "$number",
  String: "$string",
};
/** Methods without an argument, and with a literal as the only one. */
const METHODS: Readonly<Record<string, string>> = {
  trim: "$trim",
  toUpperCase: "$uppercase",
  toLowerCase: "$lowercase",
  upper: "$uppercase",
  lower: "$lowercase",
  toString: "$string",
  reverse: "$reverse",
};
const METHODS_OF_ONE: Readonly<Record<string, string>> = { join: "$join", split: "$split" };

const CALL = new RegExp(
  String.raw`(?<![\w$.])(${Object.keys(FUNCTIONS)
    .join("|")
    .replaceAll(".", String.raw`\.`)})(?=\()`,
  "g",
);
const METHOD = new RegExp(String.raw`${PATH}\.(${Object.keys(METHODS).join("|")})\(\s*\)`, "g");
const METHOD_OF_ONE = new RegExp(
  String.raw`${PATH}\.(${Object.keys(METHODS_OF_ONE).join("|")})\(\s*(${LITERAL})\s*\)`,
  "g",
);
/** `.map(r => r.title)`, with nothing in it that would end before its `)`. */
const ARROW = new RegExp(
  String.raw`${PATH}\.(map|filter)\(\s*(?:\(\s*)?(${WORD})\s*(?:\)\s*)?=>\s*([^(){}=]*(?:={1,3}[^(){}=>]+)*)\)`,
  "g",
);
const OR_LITERAL = new RegExp(String.raw`^(\s*\$?[A-Za-z_][\w.[\]-]*\s*)\|\|(\s*(?:${LITERAL}|\[\]|\{\})\s*)$`);

/** The same in JSONata where it is one of the plain forms; all else stays as it is. */
export function withoutJavaScript(source: string): string {
  return source
    .replaceAll(CALL, (name) => FUNCTIONS[name] ?? name)
    .replaceAll(METHOD, (_, path: string, name: string) => `${METHODS[name]}(${path})`)
    .replaceAll(
      METHOD_OF_ONE,
      (_, path: string, name: string, arg: string) => `${METHODS_OF_ONE[name]}(${path}, ${arg})`,
    )
    .replaceAll(ARROW, (_, path: string, name: string, item: string, body: string) => {
      const inside = body.replaceAll(new RegExp(String.raw`(?<![\w$.])${item}\b`, "g"), () => `$${item}`).trim();
      return `$${name}(${path}, function($${item}) { ${inside} })`;
    })
    .replace(OR_LITERAL, (_, path: string, literal: string) => `${path}??${literal}`);
}

const HINTS: readonly (readonly [RegExp, string])[] = [
  [
    /\$json\b|\$node\b|\$\(|\bxcom_pull\b/,
    "What a step gave is {{steps.search.result}}, by the step's id; what the run was given is {{input}}.",
  ],
  [
    /\.map\s*\(|\blambda\b.*\bmap\b/,
    "Of each item: $map($steps.search.result.results, function($r) { $r.title }), or just $steps.search.result.results.title.",
  ],
  [
    /\.(?:filter|find|some|every)\s*\(/,
    'Those that fit: $filter($steps.search.result.results, function($r) { $r.title != "" }).',
  ],
  [
    /\.(?:reduce|flatMap|forEach)\s*\(/,
    "To add up: $sum(…), or $reduce($list, function($sum, $each) { $sum + $each }, 0).",
  ],
  [/\.join\s*\(/, 'To join texts: $join($list, ", ").'],
  [/\.split\s*\(/, 'To split a text: $split($text, ",").'],
  [
    /\.(?:includes|indexOf|startsWith|endsWith)\s*\(/,
    'Whether a text has another in it: $contains($text, "x"); a list an item: "x" in $list.',
  ],
  [
    /\.(?:slice|substring|substr)\s*\(/,
    "A part of a text: $substring($text, start, length); of a list: $list[[0..2]].",
  ],
  [
    /\.(?:toUpperCase|toLowerCase|trim|replace)\s*\(/,
    'Of a text: $uppercase($text), $lowercase($text), $trim($text), $replace($text, "a", "b").',
  ],
  [/\.(?:sort|reverse|concat|push)\s*\(/, "Of lists: $sort($list), $reverse($list), $append($list, $other)."],
  [/\blen\s*\(|\.(?:length|size)\b/, "How many there are: $count($list); how long a text is: $length($text)."],
  [
    /\bJSON\.(?:stringify|parse)\b/,
    "A value as its JSON text is $string($value). A text that is JSON is read by no function.",
  ],
  [
    /\bObject\.\w+\s*\(/,
    "Of an object: $keys($object), $merge([$object, { … }]), $each($object, function($value, $key) { … }).",
  ],
  [
    /\bMath\.\w+|\b(?:parseInt|parseFloat|Number)\s*\(/,
    "Of numbers: $number($text), $round($n), $floor($n), $max([$a, $b]).",
  ],
  [/\bnew\s+Date\b|\bDate\.now\b/, "There is no clock: let the run's input bring the time ({{input.…}})."],
  [/`/, 'Texts are put together with &: "About " & $input.topic. A text stands in quotes.'],
  [/=>|\bfunction\s*\w*\s*\(\s*\w/, "A function is written function($x) { $x.title }."],
  [/\[\s*\.\.\.|\{\s*\.\.\./, "Lists are put together by $append($a, $b), objects by $merge([$a, $b])."],
  [
    /===|!==|&&|\|\||(?<![=<>!])!(?!=)|==/,
    'Operators are =, !=, and, or; what is not so is $not(…); a default is $input.topic ?? "x".',
  ],
  [/\btypeof\b/, "The type of a value is $type($value)."],
];

/** What to write in place of JavaScript that is in the text; undefined: none is seen in it. */
export function insteadOfJavaScript(text: string): string | undefined {
  if (text.length > MAX_CHARACTERS) return undefined;
  const placeholders = text
    .split("{{")
    .slice(1)
    .map((rest) => rest.split("}}", 1)[0] ?? "");
  return HINTS.find(([pattern]) => placeholders.some((inside) => pattern.test(inside)))?.[1];
}
