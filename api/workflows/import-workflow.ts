// A document of another format, or of this hub's own, as a definition. What has no counterpart is noted with its place in the
// document; a document with such a note makes no workflow.

import { importAsl } from "../../engine/import/asl/import-asl.ts";
import { type Imported, type ImportNote, toolFor } from "../../engine/import/flow.ts";
import { importServerless } from "../../engine/import/serverless/import-serverless.ts";
import type { Json, JsonObject } from "../../engine/json.ts";
import type { Checked } from "../../engine/plan/check.ts";
import type { Diagnostic } from "../../engine/plan/diagnostic.ts";
import { namedIn } from "../../engine/plan/named.ts";
import { isObject } from "../../engine/schema/resources.ts";
import { calleeIn, callsIn, withCalls } from "../../engine/slots/calls.ts";
import { Problem } from "../http/problem.ts";
import { pointerTo, summaryOf } from "../http/validation.ts";
import type { Database } from "../platform/database.ts";
import { definitionHash } from "../tools/definition.ts";
import { findNamedTools, findToolsByName } from "../tools/find-tool.ts";
import type { Tool } from "../tools/tool.ts";
import { checkDefinition } from "./check-definition.ts";
import { createWorkflow } from "./create-workflow.ts";
import { exportedWorkflow, type ExportedWorkflow } from "./exported-workflow.ts";
import { selectWorkflowSignatures } from "./store.ts";
import type { DefinedWorkflow } from "./workflow.ts";

export const FORMATS = ["nexus", "asl", "serverless"] as const;

export interface ImportRequest {
  readonly format: (typeof FORMATS)[number];
  readonly source: Json;
  /** What a tool, resource or function of the document is called here: a tool's id, `agent/name@version`, a workflow's id. */
  readonly tools: Readonly<Record<string, string>>;
}

/** The definition, what is to be said of it, and its check; nothing is stored. */
export async function convert(
  db: Database,
  agentId: string,
  request: ImportRequest,
): Promise<Imported & { checked: Checked }> {
  const imported = await read(db, agentId, request);
  return { ...imported, checked: await checkDefinition(db, agentId, imported.definition) };
}

/** Stores it. Throws the problems `not_importable`, `invalid_definition` and `quota_reached`. */
export async function importWorkflow(
  db: Database,
  agentId: string,
  request: ImportRequest,
): Promise<{ workflow: DefinedWorkflow; notes: readonly ImportNote[]; warnings: readonly Diagnostic[] }> {
  const { definition, notes } = await read(db, agentId, request);
  const faults = notes.filter(({ severity }) => severity === "error");
  if (faults.length > 0) {
    const errors = faults.map((note) => ({ ...note, pointer: `/source${note.pointer}` }));
    throw new Problem("not_importable", summaryOf("document", faults), { errors });
  }
  return { ...(await createWorkflow(db, agentId, definition)), notes };
}

function read(db: Database, agentId: string, { format, source, tools }: ImportRequest): Promise<Imported> {
  const known = new Map(Object.entries(tools));
  switch (format) {
    case "nexus":
      return importOwn(db, agentId, source, known);
    case "asl":
      return Promise.resolve(importAsl(source, known));
    case "serverless":
      return Promise.resolve(importServerless(source, known));
  }
}

/** Our own document: its definition as it is, but for tools that have another name here. */
async function importOwn(
  db: Database,
  agentId: string,
  source: Json,
  tools: ReadonlyMap<string, string>,
): Promise<Imported> {
  const document = exportedWorkflow.safeParse(source);
  if (!document.success) {
    const notes = document.error.issues.map(({ path, message }): ImportNote => {
      const hint = "Send what GET /api/v1/workflows/{workflowId}/export answered.";
      return { severity: "error", code: "invalid_source", pointer: pointerTo(path), message: `${message}.`, hint };
    });
    return { definition: {}, notes };
  }
  const { definition, tools: exported, workflows } = document.data;
  const [here, found] = await Promise.all([
    toolsHere(db, agentId, definition, exported),
    selectWorkflowSignatures(db, namedIn(definition).workflowIds, agentId),
  ]);
  const run = new Set(found.map(({ id }) => id));
  const notes: ImportNote[] = [];
  for (const { call, pointer } of callsIn(definition)) {
    const callee = calleeIn(call);
    if (callee === undefined || tools.has(callee.name)) continue;
    const at = `/definition${pointer}/${callee.field}`;
    if (callee.field === "workflowId") {
      const was = workflows.find(({ ref }) => ref === callee.name);
      if (!run.has(callee.name)) notes.push(unknownWorkflow(at, callee.name, was));
      continue;
    }
    const tool = here.get(callee.name)?.tool;
    const was = exported.find(({ ref }) => ref === callee.name);
    if (tool === undefined) notes.push(unknownTool(at, callee.name, was));
    else if (was !== undefined && (await definitionHash(tool)) !== was.definitionHash)
      notes.push(changedTool(at, tool));
  }
  const renamed = withCalls(definition, (call) => {
    const callee = calleeIn(call);
    if (callee === undefined) return call;
    const instead = toolFor(tools, callee.name) ?? here.get(callee.name)?.instead ?? null;
    if (instead === null) return call;
    const { [callee.field]: _before, ...rest } = call;
    return { ...rest, ...instead };
  });
  return { definition: isObject(renamed) ? renamed : {}, notes };
}

interface ToolHere {
  readonly tool: Tool;
  /** How it is called here; null: as in the document. */
  readonly instead: JsonObject | null;
}

/** By what the document calls them: tools under the same id or name, else under the name that the document says they have. */
async function toolsHere(
  db: Database,
  agentId: string,
  definition: Json,
  exported: ExportedWorkflow["tools"],
): Promise<Map<string, ToolHere>> {
  const same = await findNamedTools(db, namedIn(definition), agentId);
  const here = new Map([...same].map(([ref, tool]): [string, ToolHere] => [ref, { tool, instead: null }]));
  const wanted = exported.filter(({ ref }) => !here.has(ref));
  const others = await findToolsByName(db, wanted.map(nameOf), agentId);
  for (const entry of wanted) {
    const tool = others.get(nameOf(entry));
    if (tool !== undefined) here.set(entry.ref, { tool, instead: { toolId: tool.id } });
  }
  return here;
}

type ExportedTool = ExportedWorkflow["tools"][number];

function nameOf({ agentId, name, version }: Omit<ExportedTool, "ref" | "definitionHash">): string {
  return `${agentId}/${name}@${version}`;
}

function unknownTool(pointer: string, ref: string, was: ExportedTool | undefined): ImportNote {
  const called = was === undefined ? `"${ref}"` : `"${ref}" (${nameOf(was)})`;
  const message = `There is no tool ${called} here that you can use.`;
  const hint = `Say which one to call in its place: {"tools": {"${ref}": "tool_…"}}.`;
  return { severity: "error", code: "unmapped_tool", pointer, message, hint };
}

function unknownWorkflow(
  pointer: string,
  ref: string,
  was: ExportedWorkflow["workflows"][number] | undefined,
): ImportNote {
  const called = was === undefined ? `"${ref}"` : `"${ref}" ("${was.name}", version ${was.version})`;
  const message = `There is no workflow ${called} here that you can run.`;
  const hint = `Export it by itself and import it first, then say what it is here: {"tools": {"${ref}": "wf_…"}}.`;
  return { severity: "error", code: "unmapped_tool", pointer, message, hint };
}

function changedTool(pointer: string, { id, name }: Tool): ImportNote {
  const message = `The tool "${name}" is not as it was when the workflow was exported.`;
  const hint = `Compare its schemas: GET /api/v1/mcp/tools/${id}/schema. The check has found nothing against it where it says nothing.`;
  return { severity: "warning", code: "changed_tool", pointer, message, hint };
}
