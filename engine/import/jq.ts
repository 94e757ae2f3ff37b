// The part of jq that runtime expressions mostly are, as JSONata: paths, variables, literals, comparisons, arithmetic, and/or.

const TOKEN =
  /\s*(?:(?<path>\.(?:[A-Za-z_]\w*|"(?:[^"\\]|\\.)*")?(?:\.[A-Za-z_]\w*|\."(?:[^"\\]|\\.)*"|\[\d+\]|\["(?:[^"\\]|\\.)*"\])*)|\$(?<variable>[A-Za-z_]\w*)|(?<literal>-?\d+(?:\.\d+)?|"(?:[^"\\]|\\.)*"|true\b|false\b|null\b)|(?<operator>==|!=|<=|>=|<|>|\+|-|\*|\/|%|\band\b|\bor\b)|(?<bracket>[()])|(?<pipe>\|\s*(?:length|not|tostring)\b))/y;

const OPERATORS: Readonly<Record<string, string>> = { "==": "=" };
const PIPES: Readonly<Record<string, (value: string) => string>> = {
  length: (value) => `($type(${value}) = "string" ? $length(${value}) : $count(${value}))`,
  not: (value) => `$not(${value})`,
  tostring: (value) => `$string(${value})`,
};

/** Null: it has something else in it. `dot` is what `.` means, `variables` what `$name` does; both JSONata. */
export function jsonataOf(jq: string, dot: string, variables: ReadonlyMap<string, string>): string | null {
  const text = jq.trim();
  let made = "";
  let isBelow = false;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const found = TOKEN.exec(text)?.groups;
    if (found === undefined) return null;
    const { path, variable, literal, operator, bracket, pipe } = found;
    if (path !== undefined) made += under(isBelow ? "" : dot, path);
    else if (variable !== undefined) {
      const meant = variables.get(variable);
      if (meant === undefined) return null;
      made += meant;
    } else if (literal !== undefined) made += literal;
    else if (operator !== undefined) made += ` ${OPERATORS[operator] ?? operator} `;
    else if (bracket !== undefined) made += bracket;
    else if (pipe !== undefined) made = PIPES[pipe.replace(/^\|\s*/, "")]?.(made) ?? made;
    // What follows a variable is below it, not below `.`.
    isBelow = variable !== undefined;
  }
  return made === "" ? null : made;
}

/** The path below what it starts from. */
function under(start: string, path: string): string {
  if (path === ".") return start;
  const steps = path
    .replaceAll(/\["((?:[^"\\]|\\.)*)"\]/g, (_, name: string) => `.${quoted(name)}`)
    .replaceAll(/\."((?:[^"\\]|\\.)*)"/g, (_, name: string) => `.${quoted(name)}`)
    .replace(/^\.\[/, "[");
  return `${start}${steps}`;
}

function quoted(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `\`${name.replaceAll("`", "")}\``;
}
