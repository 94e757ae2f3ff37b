// From where a registry says that a server is reached, and what whoever uses it fills in, to an address and credentials.
// Pure.

import type { FieldFault } from "../http/problem.ts";
import { type Egress, egressFault } from "../relay/egress.ts";
import { AUTH_CONFIG } from "../tools/auth-fields.ts";
import { authFaults, type ProviderAuth } from "../tools/credentials.ts";
import type { HeaderInput, Input, Remote } from "./registry.ts";

/** What is filled in, by name. */
export interface Filling {
  readonly variables: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

export type Filled =
  | { readonly ok: true; readonly url: string; readonly auth: ProviderAuth }
  | { readonly ok: false; readonly faults: readonly FieldFault[] };

const PLACEHOLDER = /\{([A-Za-z_]\w*)\}/g;

/** Why this hub cannot reach it, whatever is filled in; null where it can. */
export function unreachableBecause({ type, url }: Remote, egress: Egress): string | null {
  if (type !== "streamable-http") return "The hub speaks Streamable HTTP alone.";
  // What is left open before the path may become any host; the address that it is filled to is judged when it is added.
  if (/^([a-z][a-z\d+.-]*:\/\/[^/?#{]*)?\{/i.test(url)) return null;
  return egressFault(url.replaceAll(PLACEHOLDER, "x"), egress);
}

/** `auth`: given instead of the remote's own headers. */
export function fillRemote(remote: Remote, filling: Filling, auth: ProviderAuth | undefined): Filled {
  const { url: template, headers = [], variables = {} } = remote;
  const filler = new Filler(filling.variables);
  const url = filler.fill(template, variables) ?? template;
  const shown = auth === undefined ? headers.flatMap((header) => headerOf(header, filling, filler)) : [];
  const faults = [...filler.faults, ...unknown(remote, filling)];
  if (faults.length > 0) return { ok: false, faults };
  const chosen = auth ?? authOf(shown);
  return "authType" in chosen ? { ok: true, url, auth: chosen } : { ok: false, faults: [chosen] };
}

/** Fills templates, and notes what is missing or does not fit. */
class Filler {
  readonly #values: Filling["variables"];
  readonly #faults = new Map<string, FieldFault>();

  constructor(values: Filling["variables"]) {
    this.#values = values;
  }

  get faults(): FieldFault[] {
    return [...this.#faults.values()];
  }

  note(fault: FieldFault): null {
    this.#faults.set(fault.pointer, fault);
    return null;
  }

  /** Null where something of it is missing. */
  fill(template: string, variables: Readonly<Record<string, Input>>): string | null {
    const names = [...template.matchAll(PLACEHOLDER)].flatMap(([, name]) => name ?? []);
    const values = new Map(names.map((name) => [name, this.#value(name, own(variables, name) ?? {})]));
    if ([...values.values()].includes(null)) return null;
    return template.replaceAll(PLACEHOLDER, (_, name: string) => values.get(name) ?? "");
  }

  #value(name: string, input: Input): string | null {
    const pointer = `/variables/${name}`;
    const value = input.value ?? own(this.#values, name) ?? input.default;
    if (value === undefined) return this.note({ code: "missing_field", pointer, message: wanted(name, input) });
    return this.checked(value, input, pointer);
  }

  checked(value: string, { choices }: Input, pointer: string): string | null {
    if (choices === undefined || choices.length === 0 || choices.includes(value)) return value;
    return this.note({ code: "invalid_value", pointer, message: `It takes one of: ${choices.join(", ")}.` });
  }
}

function headerOf(header: HeaderInput, { headers, variables }: Filling, filler: Filler): [string, string][] {
  const { name, value: template, variables: inputs = {} } = header;
  const pointer = `/headers/${name}`;
  if (template !== undefined) {
    const names = [...template.matchAll(PLACEHOLDER)].flatMap(([, variable]) => variable ?? []);
    const isGiven = (one: string) => own(inputs, one)?.value ?? own(variables, one) ?? own(inputs, one)?.default;
    const isOpen = names.some((one) => isGiven(one) === undefined);
    if (isOpen && header.isRequired !== true && !names.some((one) => own(inputs, one)?.isRequired === true)) return [];
    const value = filler.fill(template, inputs);
    return value === null ? [] : [[name, value]];
  }
  const given = own(headers, name) ?? header.default;
  if (given === undefined) {
    if (header.isRequired === true) filler.note({ code: "missing_field", pointer, message: wanted(name, header) });
    return [];
  }
  const value = filler.checked(given, header, pointer);
  return value === null ? [] : [[name, value]];
}

/** The hub shows a server one header. */
function authOf(headers: readonly [name: string, value: string][]): ProviderAuth | FieldFault {
  const [first, ...others] = headers;
  if (first === undefined) return { authType: "none" };
  if (others.length > 0) {
    const names = headers.map(([name]) => name).join(", ");
    return notSupported("/headers", `The hub shows a server one header, and this one wants several: ${names}.`);
  }
  const [name, value] = first;
  const [, token] = /^Bearer (.+)$/i.exec(value) ?? [];
  const isAuthorization = name.toLowerCase() === "authorization";
  if (isAuthorization && token === undefined) {
    return notSupported(`/headers/${name}`, "The hub sends no Authorization but `Bearer …`.");
  }
  const auth: ProviderAuth =
    isAuthorization && token !== undefined
      ? { authType: "bearer", authConfig: { token } }
      : { authType: "api_key", authConfig: { header: name, key: value } };
  const fits = AUTH_CONFIG.safeParse(auth.authConfig);
  const message = fits.error?.issues[0]?.message ?? authFaults(auth)[0]?.message;
  return message === undefined ? auth : { code: "invalid_format", pointer: `/headers/${name}`, message };
}

function unknown({ url, headers = [] }: Remote, filling: Filling): FieldFault[] {
  const texts = [url, ...headers.flatMap(({ value }) => value ?? [])];
  const variables = texts.flatMap((text) => [...text.matchAll(PLACEHOLDER)].flatMap(([, name]) => name ?? []));
  const open = headers.flatMap(({ name, value }) => (value === undefined ? [name] : []));
  return [
    ...strangers("variables", Object.keys(filling.variables), variables),
    ...strangers("headers", Object.keys(filling.headers), open),
  ];
}

function strangers(where: string, given: readonly string[], known: readonly string[]): FieldFault[] {
  return given
    .filter((name) => !known.includes(name))
    .map((name) => ({
      code: "unknown_field",
      pointer: `/${where}/${name}`,
      message: `The server leaves nothing of this name open. It does: ${known.join(", ") || "nothing"}.`,
    }));
}

function wanted(name: string, { description }: Input): string {
  return `The server wants "${name}"${description === undefined ? "." : `: ${description}`}`.slice(0, 500);
}

function notSupported(pointer: string, message: string): FieldFault {
  return { code: "not_supported", pointer, message: `${message} Give \`authType\` and \`authConfig\` instead.` };
}

/** Names are a stranger's, or a caller's: nothing that every object has is among them. */
function own<Value>(values: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
