// A workflow becomes a template that everybody may make workflows of, or the template's next version. What others may not see
// or could not use is refused, all of it at once; what of it is a tool may become a slot.

import type { Json, JsonObject } from "../../engine/json.ts";
import type { Diagnostic } from "../../engine/plan/diagnostic.ts";
import { canonicalText } from "../../engine/schema/canonical.ts";
import { isObject } from "../../engine/schema/resources.ts";
import { compileSchema } from "../../engine/schema/validator.ts";
import { calleeIn, callsIn, type PlacedCall, withCalls } from "../../engine/slots/calls.ts";
import { slotSchemas } from "../../engine/slots/made-of-tool.ts";
import { slotId, type Slot } from "../../engine/slots/slot.ts";
import { checkWhole, partsOf, type Whole, withParts } from "../../engine/slots/whole.ts";
import { Problem, type FieldFault } from "../http/problem.ts";
import { storeWithin } from "../http/quota.ts";
import { mismatches } from "../http/schema-faults.ts";
import { pointerTo, summaryOf } from "../http/validation.ts";
import { nowIso } from "../platform/clock.ts";
import { isUniqueViolation, runAll, type Database } from "../platform/database.ts";
import { newId } from "../platform/ids.ts";
import { findNamedTools } from "../tools/find-tool.ts";
import type { Tool } from "../tools/tool.ts";
import { findDefinition } from "../workflows/find-workflow.ts";
import { invalidDefinition } from "../workflows/invalid-definition.ts";
import { findSecrets } from "./find-secrets.ts";
import { type Gathered, gatherWorkflows, saidOf } from "./gather-workflows.ts";
import { catalogOf, registeredIn } from "./slot-tools.ts";
import {
  countTemplates,
  insertContent,
  insertTemplate,
  selectContent,
  selectPublished,
  selectUse,
  updateTemplate,
} from "./store.ts";
import type { TemplateContent, TemplateTexts } from "./template.ts";

/** Of the texts, what is absent stays as it was. */
type AskedTexts = { readonly [Text in keyof TemplateTexts]?: TemplateTexts[Text] | undefined };

export interface Publication extends AskedTexts {
  /** Of the workflow; absent: its current one. */
  readonly workflowVersion?: number | undefined;
  /** By name, which tool's place becomes a slot. */
  readonly slots: Readonly<Record<string, AskedSlot>>;
  readonly exampleInput?: Json | undefined;
}

export interface AskedSlot {
  /** As the definition names it: an id, or `agent/name@version`. */
  readonly tool: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
}

export interface Published {
  readonly templateId: string;
  /** Whether there is a version that was not there before. */
  readonly isNew: boolean;
  readonly warnings: readonly Diagnostic[];
}

const MAX_FAULTS = 100;
/** Tools that a hint names. */
const MAX_NAMED = 10;
/** Publications that come in between, each of which makes another attempt. */
const MAX_ATTEMPTS = 5;
/** D1 takes 2 MB a row. */
const MAX_CONTENT_BYTES = 1_500_000;
const MAX_TITLE = 100;
const MAX_SUMMARY = 300;
const MAX_SLOT_DESCRIPTION = 2_000;

/**
 * Null where the agent has no such workflow or version. Throws `not_publishable`, `invalid_definition`,
 * `quota_reached`, and `template_changed` where others published it time and again meanwhile.
 */
export async function publishWorkflow(
  db: Database,
  agentId: string,
  workflowId: string,
  asked: Publication,
): Promise<Published | null> {
  const source = await findDefinition(db, workflowId, agentId, asked.workflowVersion);
  if (source === null) return null;
  const gathered = await gatherWorkflows(db, agentId, { workflowId, ...source });
  const { whole } = gathered;
  const tools = await findNamedTools(db, registeredIn(whole), agentId);
  const { slots, ...template } = opened(whole, tools, asked.slots);
  refuse([
    ...gathered.faults,
    ...unusableIn(gathered, tools, asked.slots),
    ...unknownIn(whole, tools, asked.slots),
    ...secretsIn(gathered, asked, slots),
    ...(await exampleFaults(whole.definition, asked.exampleInput)),
  ]);
  const checked = await checkWhole(template, await catalogOf(db, agentId, { ...template, slots }));
  if (!checked.ok) throw invalidDefinition(checked.diagnostics);
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const stored = await store(db, agentId, { ...source, workflowId }, { ...asked, ...template, slots });
    if (stored !== null) return { ...stored, warnings: checked.diagnostics };
  }
  throw new Problem("template_changed", `The workflow was published ${MAX_ATTEMPTS} times while this was stored.`);
}

interface Source {
  readonly workflowId: string;
  readonly version: number;
  readonly name: string;
  readonly description: string;
}

interface Opened extends Omit<Publication, "slots">, Whole {
  readonly slots: readonly Slot[];
}

/** Null where another publication came in between. Throws `not_publishable` where what stays as it was does not fit any more. */
async function store(
  db: Database,
  agentId: string,
  source: Source,
  asked: Opened,
): Promise<Omit<Published, "warnings"> | null> {
  const { workflowId } = source;
  const { definition, subWorkflows, slots } = asked;
  const at = nowIso();
  const before = await selectPublished(db, workflowId);
  const current = before && (await selectContent(db, before.id, before.version));
  const kept = current?.exampleInput ?? null;
  const exampleInput = asked.exampleInput === undefined ? kept : asked.exampleInput;
  const content = { definition, subWorkflows, slots, exampleInput };
  refuse([...tooLarge(content), ...(asked.exampleInput === undefined ? await outdated(definition, kept) : [])]);
  const texts: TemplateTexts = {
    title: asked.title ?? before?.title ?? source.name.slice(0, MAX_TITLE),
    summary: asked.summary ?? before?.summary ?? source.description.slice(0, MAX_SUMMARY),
    readme: asked.readme ?? before?.readme ?? "",
    category: asked.category === undefined ? (before?.category ?? null) : asked.category,
    tags: asked.tags ?? before?.tags ?? [],
    icon: asked.icon === undefined ? (before?.icon ?? null) : asked.icon,
  };
  if (before !== null && current !== null && isSame(current, content)) {
    await runAll(db, [updateTemplate(db, before.id, texts, { at })]);
    return { templateId: before.id, isNew: false };
  }
  const version = (before?.version ?? 0) + 1;
  const made = { workflowVersion: source.version, at };
  try {
    if (before !== null) {
      const statements = [
        insertContent(db, before.id, { ...content, version }, made),
        updateTemplate(db, before.id, texts, { version, at }),
      ];
      await runAll(db, statements);
      return { templateId: before.id, isNew: true };
    }
    const templateId = newId("tpl");
    const forkedFrom = await selectUse(db, workflowId);
    await storeWithin(
      db,
      [{ kind: "templates", count: countTemplates(db, agentId) }],
      [
        ...insertTemplate(db, { ...texts, id: templateId, agentId, workflowId, forkedFrom, at }),
        insertContent(db, templateId, { ...content, version }, made),
      ],
    );
    return { templateId, isNew: true };
  } catch (error) {
    if (isUniqueViolation(error)) return null;
    throw error;
  }
}

function isSame(one: Content, other: Content): boolean {
  const text = ({ definition, subWorkflows, slots, exampleInput }: Content) =>
    canonicalText(JSON.parse(JSON.stringify([definition, subWorkflows, slots, exampleInput])) as Json);
  return text(one) === text(other);
}

type Content = Omit<TemplateContent, "version">;

/** Of the tool that is called so in the definition; a tool has several names. */
function idOf(name: string, tools: ReadonlyMap<string, Tool>): string {
  return tools.get(name)?.id ?? name;
}

/** Which slot is to take the place of the tool that a call names. */
function slotFor(name: string, tools: ReadonlyMap<string, Tool>, slots: Publication["slots"]): string | undefined {
  const id = idOf(name, tools);
  const [slot] = Object.entries(slots).find(([, { tool }]) => idOf(tool, tools) === id) ?? [];
  return slot;
}

/** What others could not use. */
function unusableIn(
  { whole, origins }: Gathered,
  tools: ReadonlyMap<string, Tool>,
  slots: Publication["slots"],
): FieldFault[] {
  return partsOf(whole).flatMap(({ name, definition, pointer }) => {
    const where = name === undefined ? "" : saidOf(origins, name);
    return callsIn(definition)
      .flatMap((call) => unusableBy(call, tools, slots))
      .map((fault) => ({ ...fault, pointer: pointer + fault.pointer, message: fault.message + where }));
  });
}

function unusableBy(
  { call, pointer }: PlacedCall,
  tools: ReadonlyMap<string, Tool>,
  slots: Publication["slots"],
): FieldFault[] {
  const faults: FieldFault[] = [];
  const { handoff } = call;
  const parent = isObject(handoff ?? null) ? (handoff as JsonObject)["parentHandoffId"] : undefined;
  if (typeof parent === "string" && !parent.includes("{{")) {
    const message = `The handoff "${parent}" is between you and its sender.`;
    const hint = "Take it from the input: {{input.handoffId}}.";
    faults.push({ code: "private_handoff", pointer: `${pointer}/handoff/parentHandoffId`, message, hint });
  }
  const named = calleeIn(call);
  const tool = named && tools.get(named.name);
  if (named !== undefined && tool?.isPublic === false && slotFor(named.name, tools, slots) === undefined) {
    const message = `The tool "${tool.name}" is there for you alone.`;
    const hint = `Make its place a slot: {"slots": {"a_name": {"tool": "${named.name}"}}}.`;
    faults.push({ code: "private_tool", pointer: `${pointer}/${named.field}`, message, hint });
  }
  return faults;
}

/** Slots that are to stand for tools which no definition names. */
function unknownIn(whole: Whole, tools: ReadonlyMap<string, Tool>, slots: Publication["slots"]): FieldFault[] {
  const calls = partsOf(whole).flatMap(({ definition }) => callsIn(definition));
  const names = [...new Set(calls.flatMap(({ call }) => calleeIn(call)?.name ?? []))];
  const called = new Set(names.map((name) => idOf(name, tools)));
  return Object.entries(slots).flatMap(([slot, { tool }], index, all): FieldFault[] => {
    const pointer = pointerTo(["slots", slot, "tool"]);
    if (!called.has(idOf(tool, tools))) {
      const hint = names.length === 0 ? "They call none." : `Its steps name: ${names.slice(0, MAX_NAMED).join(", ")}.`;
      return [{ code: "unknown_tool", pointer, message: `No step calls the tool "${tool}".`, hint }];
    }
    const earlier = all.slice(0, index).find(([, other]) => idOf(other.tool, tools) === idOf(tool, tools));
    if (earlier === undefined) return [];
    return [{ code: "invalid_value", pointer, message: `The slot "${earlier[0]}" stands for this tool already.` }];
  });
}

/** Also in what slots have from tools that nobody else could look into before. */
function secretsIn({ whole, origins }: Gathered, asked: Publication, slots: readonly Slot[]): FieldFault[] {
  const { title = "", summary = "", readme = "", category = "", tags = [], icon = "", exampleInput = null } = asked;
  const shown = slots.map((slot) => [slot.name, slot.default === undefined ? slot : asked.slots[slot.name]] as const);
  const said = { title, summary, readme, category, tags, icon, exampleInput, slots: Object.fromEntries(shown) };
  const words = JSON.parse(JSON.stringify(said)) as Json;
  const places = partsOf(whole).map(({ name, definition, pointer }) => {
    return { value: definition, pointer, where: name === undefined ? "" : saidOf(origins, name) };
  });
  return [...places.toReversed(), { value: words, pointer: "", where: "" }].flatMap(({ value, pointer, where }) =>
    findSecrets(value, pointer, MAX_FAULTS).map(({ pointer: at, what }) => ({
      code: "secret" as const,
      pointer: at,
      message: `This looks like ${what}.${where}`,
      hint: "Take it from the input, {{input.…}}, or have the tool keep it (`authConfig`); and replace it, if it is one.",
    })),
  );
}

async function exampleFaults(definition: Json, exampleInput: Json | undefined): Promise<FieldFault[]> {
  const inputSchema = isObject(definition) ? definition["inputSchema"] : undefined;
  if (exampleInput === undefined || exampleInput === null || inputSchema === undefined) return [];
  return mismatches("exampleInput", (await compileSchema(inputSchema))(exampleInput));
}

/** The example of the version before, where it does not fit this one. */
async function outdated(definition: Json, kept: Json): Promise<FieldFault[]> {
  const hint = "It is the example of the version before. Give another `exampleInput`, or null.";
  return (await exampleFaults(definition, kept)).map((fault) => ({ ...fault, hint }));
}

/** The definitions with slots in the places of their tools. */
function opened(
  whole: Whole,
  tools: ReadonlyMap<string, Tool>,
  asked: Publication["slots"],
): Whole & { readonly slots: Slot[] } {
  const open = withParts(whole, (definition) =>
    withCalls(definition, (call) => {
      const named = calleeIn(call);
      const slot = named && slotFor(named.name, tools, asked);
      if (slot === undefined) return call;
      const { tool: _named, ...rest } = call;
      return { ...rest, toolId: slotId(slot) };
    }),
  );
  const definitions = partsOf(open).map(({ definition }) => definition);
  const slots = Object.entries(asked).map(([name, { tool: reference, title, description }]): Slot => {
    const tool = [...tools.values()].find(({ id }) => id === idOf(reference, tools));
    const { inputSchema = null, outputSchema = null } = tool ?? {};
    return {
      name,
      title: title ?? tool?.name ?? name,
      description: description ?? tool?.description.slice(0, MAX_SLOT_DESCRIPTION) ?? "",
      ...slotSchemas(definitions, slotId(name), { inputSchema, outputSchema }),
      ...(tool?.isPublic === true && { default: tool.id }),
    };
  });
  return { ...open, slots };
}

function tooLarge(content: Content): FieldFault[] {
  if (new TextEncoder().encode(JSON.stringify(content)).byteLength <= MAX_CONTENT_BYTES) return [];
  const message = `The definitions, their slots and the example have more than ${MAX_CONTENT_BYTES} bytes.`;
  return [{ code: "too_large", pointer: "", message, hint: "Split it, or shorten its constants." }];
}

function refuse(faults: readonly FieldFault[]): void {
  if (faults.length === 0) return;
  throw new Problem("not_publishable", summaryOf("workflow", faults), { errors: faults.slice(0, MAX_FAULTS) });
}
