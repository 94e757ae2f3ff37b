// The one place that runs hyperjump.

import "@hyperjump/json-schema/draft-2020-12";
import { buildSchemaDocument, compile, Validation, type CompiledSchema } from "@hyperjump/json-schema/experimental";
import { fromJs } from "@hyperjump/json-schema/instance/experimental";
import { VALIDATION_FUEL } from "../definition/limits.ts";
import type { Json } from "../json.ts";
import { DIALECT } from "./dialect.ts";
import { collector, type Branch } from "./failure.ts";
import { fuelGauge, within, type Budget } from "./fuel.ts";
import { patternsOf } from "./keywords.ts";
import type { Normalized } from "./normalized.ts";

const LOCATION = "https://nxscall.com/json-schema/document";

export type Verdict =
  | { fits: true }
  | { fits: false; branch: Branch }
  /** Too much work, or nested too deeply, to tell. */
  | { fits: "unknown" };

export async function compileNormalized(schema: Normalized): Promise<CompiledSchema> {
  const written = { $ref: "#/$defs/0", $defs: schema.$defs } as unknown as Parameters<typeof buildSchemaDocument>[0];
  const document = buildSchemaDocument(written, LOCATION, DIALECT);
  patternsOf.set(document, schema.patterns);
  // Says that the meta-schema has been seen to: the library would otherwise look for the dialect's own.
  Object.assign(document, { validated: true });
  // A document of its own, in no registry: two schemas with one id never meet, and this one goes when its
  // last user does.
  const browser = { uri: LOCATION, document, cursor: "", _cache: { [LOCATION]: document }, _value: document.root };
  return withFuel(await compile(browser));
}

export function withFuel(compiled: CompiledSchema): CompiledSchema {
  compiled.ast.plugins.add(fuelGauge);
  return compiled;
}

export function judge(compiled: CompiledSchema, value: Json, budget: Budget = { left: VALIDATION_FUEL }): Verdict {
  const { ast, schemaUri } = compiled;
  const fits = within(budget, () => Validation.interpret(schemaUri, fromJs(value), { ast, plugins: [...ast.plugins] }));
  if (fits !== false) return { fits: fits ?? "unknown" };
  // Only a refused value pays for the reasons, from a tank of its own.
  const { plugin, branches } = collector();
  within({ left: VALIDATION_FUEL }, () =>
    Validation.interpret(schemaUri, fromJs(value), { ast, plugins: [...ast.plugins, plugin] }),
  );
  const [branch] = branches();
  return branch === undefined ? { fits: "unknown" } : { fits: false, branch };
}
