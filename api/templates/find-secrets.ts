// What looks like a credential in what is about to be public: by its form, or by the name that it stands under. It is not
// proof: a secret that looks like nothing is not found. What is found is never said again.

import type { Json } from "../../engine/json.ts";
import { append } from "../../engine/schema/pointer.ts";
import { isObject } from "../../engine/schema/resources.ts";

export interface FoundSecret {
  readonly pointer: string;
  /** In words. */
  readonly what: string;
}

/** No run of characters is looked through twice: what repeats has a bound. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/\bnxc_(?:live|code|refresh)_[0-9A-Za-z]{16}/, "a key of this hub"],
  [/\bsk-[\w-]{20}/, "a key of a model's provider"],
  [/\b[sr]k_(?:live|test)_[0-9A-Za-z]{16}/, "a Stripe key"],
  [/\bgh[pousr]_[0-9A-Za-z]{30}|\bgithub_pat_\w{22}/, "a GitHub token"],
  [/\bglpat-[\w-]{20}/, "a GitLab token"],
  [/\bxox[abeprs]-[\w-]{10}|hooks\.slack\.com\/services\/\w/, "a Slack token"],
  [/discord(?:app)?\.com\/api\/webhooks\/\d/, "a Discord webhook"],
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/, "an AWS key"],
  [/\bAIza[\w-]{35}|\bya29\.[\w-]{20}/, "a Google key"],
  [/\b(?:npm|hf)_[0-9A-Za-z]{30}/, "a registry's token"],
  [/\bSG\.[\w-]{16,64}\.[\w-]{16}/, "a SendGrid key"],
  [/\bwhsec_[\w+/=-]{16}/, "a webhook's secret"],
  [/\beyJ[\w-]{8,500}\.eyJ[\w-]{8}/, "a JSON Web Token"],
  [/-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----/, "a private key"],
  [/\b(?:bearer|basic)\s{1,4}[\w.~+/=-]{16}/i, "credentials of a request"],
  [/:\/\/[^\s/:@{}]{1,100}:[^\s/@{}]{1,100}@/, "a URL with a password"],
  [/[?&](?:api[_-]?key|(?:access_?)?token|secret|password|sig(?:nature)?)=[^&\s{}#]{8}/i, "a URL with a credential"],
];

const NAMES =
  /(?:password|passwd|passphrase|secret|apikey|(?:access|auth|bearer|refresh|api)token|privatekey|accesskey|authorization|credentials?|cookie)$|^token$/;

/** In a schema, what stands for a value under a name that a property has. */
const VALUES_OF_SCHEMAS: ReadonlySet<string> = new Set(["default", "const", "examples", "enum", "example"]);

/** Each with its place, from `root`; at most `limit`. */
export function findSecrets(root: Json, at: string, limit: number): FoundSecret[] {
  const found: FoundSecret[] = [];
  // Not recursive: templates of programs may be nested deeply.
  const todo: { readonly value: Json; readonly pointer: string; readonly name: string }[] = [
    { value: root, pointer: at, name: "" },
  ];
  for (let next = todo.pop(); next !== undefined && found.length < limit; next = todo.pop()) {
    const { value, pointer, name } = next;
    if (typeof value === "string") {
      const what = secretIn(value, name);
      if (what !== undefined) found.push({ pointer, what });
    } else if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) todo.push({ value: item, pointer: append(pointer, index), name });
    } else if (isObject(value)) {
      for (const [key, inner] of Object.entries(value)) {
        todo.push({ value: inner, pointer: append(pointer, key), name: nameFor(key, value, name) });
      }
    }
  }
  return found.toSorted((one, other) => (one.pointer < other.pointer ? -1 : 1));
}

/** The name that a member's value stands under; `{name: "Authorization", value: …}` names it beside. */
function nameFor(key: string, owner: { readonly [key: string]: Json }, outer: string): string {
  if (VALUES_OF_SCHEMAS.has(key)) return outer;
  const beside = owner["name"];
  return key === "value" && typeof beside === "string" ? beside : key;
}

function secretIn(text: string, name: string): string | undefined {
  const form = FORMS.find(([pattern]) => pattern.test(text));
  if (form !== undefined) return form[1];
  if (text === "" || text.includes("{{")) return undefined;
  return NAMES.test(name.toLowerCase().replaceAll(/[\s_-]/g, "")) ? `a literal value of "${name}"` : undefined;
}
