// Templates as prompts: each leads a model from a template to a workflow that runs. Its arguments are tools for the template's
// slots, and the run's input.

import { type GetPromptResult, type Prompt, ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/server";
import { bindSlots } from "../../../engine/slots/calls.ts";
import type { Slot } from "../../../engine/slots/slot.ts";
import { partsOf } from "../../../engine/slots/whole.ts";
import { Problem } from "../../http/problem.ts";
import type { Services } from "../../services.ts";
import { findTemplate, type FoundTemplate } from "../../templates/find-template.ts";
import { listTemplatesWithSlots } from "../../templates/list-with-slots.ts";

const ID = /^tpl_[\w-]+$/;
/** The argument that is the run's input. No slot can have this name: theirs are of small letters. */
const INPUT = "runInput";

/** Whether a prompt of this name is a template. */
export function isTemplatePrompt(name: string): boolean {
  return ID.test(name);
}

/** The most used first; `cursor` is of the page before, undefined at the beginning. */
export async function listTemplatePrompts(
  { db }: Services,
  page: { limit: number; cursor: string | undefined },
): Promise<{ prompts: Prompt[]; nextCursor: string | null }> {
  const { templates, nextCursor } = await listTemplatesWithSlots(db, page);
  return {
    prompts: templates.map(({ id, title, summary, slots }) => ({
      name: id,
      title,
      description: summary,
      arguments: [
        ...slots.map(({ name, title: what, default: own }) => ({
          name,
          description: `The id of a tool for this slot: ${what}.${own === undefined ? "" : ` Without it, ${own}.`}`,
          required: false,
        })),
        { name: INPUT, description: "The run's input, as JSON.", required: false },
      ],
    })),
    nextCursor,
  };
}

/** Throws -32602 where there is no such template. */
export async function getTemplatePrompt(
  { db }: Services,
  { name, arguments: given = {} }: { readonly name: string; readonly arguments?: Readonly<Record<string, string>> },
): Promise<GetPromptResult> {
  const template = await findTemplate(db, name).catch((error: unknown) => {
    if (!(error instanceof Problem)) throw error;
    const message = `Unknown prompt: ${name.slice(0, 200)}`;
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, message, { code: "not_found" });
  });
  const text = textOf(template, given);
  return { description: template.summary, messages: [{ role: "user", content: { type: "text", text } }] };
}

function textOf(template: FoundTemplate, given: Readonly<Record<string, string>>): string {
  const { title, summary, readme, content } = template;
  const { slots, exampleInput } = content;
  const named = slots.flatMap(({ name, default: own }): [string, string][] => {
    const tool = Object.hasOwn(given, name) ? given[name] : own;
    return tool === undefined ? [] : [[name, tool]];
  });
  const bound = new Map(named);
  const parts = partsOf(content).map((part) => ({ ...part, definition: bindSlots(part.definition, bound) }));
  const [main, subs] = [parts.at(-1)?.definition, parts.slice(0, -1)];
  const open = slots.filter(({ name }) => !bound.has(name));
  const input = given[INPUT] ?? JSON.stringify(exampleInput);
  const steps = [
    ...(open.length === 0
      ? []
      : [
          `Find a tool for each open slot with search_tools, and put its id in the place of "slot:<name>":\n${open.map(lineOf).join("\n")}`,
        ]),
    ...(subs.length === 0
      ? []
      : [
          `Store the definitions of its sub-workflows with workflow_create, in this order, and put the id of each in the place of "sub:<name>" wherever that stands: ${subs.map(({ name }) => name).join(", ")}.`,
        ]),
    "Check the definition with workflow_check, then store it with workflow_create.",
    `Run it with workflow_run. ${given[INPUT] === undefined ? "An example of its input" : "Its input"}: ${input}`,
  ];
  return [
    `Make a workflow of the template "${title}" and run it. ${summary}`,
    steps.map((step, index) => `${index + 1}. ${step}`).join("\n\n"),
    `The definition:\n\n${block(main)}`,
    ...subs.map(({ name, definition }) => `The sub-workflow "${name}":\n\n${block(definition)}`),
    `What its publisher says of it:\n\n${readme}`,
  ].join("\n\n");
}

function block(definition: unknown): string {
  return `\`\`\`json\n${JSON.stringify(definition, null, 2)}\n\`\`\``;
}

function lineOf({ name, title, description, inputSchema, outputSchema }: Slot): string {
  const [sent, read] = [inputSchema, outputSchema].map((schema) => JSON.stringify(schema));
  return `- ${name}: ${title}. ${description} It is sent ${sent}; of its result is read ${read}.`;
}
