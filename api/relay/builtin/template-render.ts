import { z } from "zod";
import { inspect } from "../../../engine/template/references.ts";
import { render } from "../../../engine/template/render.ts";
import { anyJson, builtin } from "./builtin.ts";
import { scopeOf, syntaxFailure, valueFailure } from "./templates.ts";

export const templateRender = builtin({
  name: "template_render",
  description:
    "Puts values into a template: `{{input.name}}` and `{{= $uppercase($input.name) }}` in any text of any JSON. " +
    "A step of a workflow writes `\\{{` for braces that are meant for this tool.",
  version: "1.0.0",
  tags: ["text", "data"],
  category: "text",
  input: z.strictObject({
    template: anyJson.describe("A text, or JSON with texts in it."),
    input: anyJson.describe("What the template reads as `input`."),
  }),
  output: z.object({ rendered: z.unknown().describe("The template with its values.") }),
  run: async ({ template, input }, { invocationId }) => {
    const [fault] = inspect(template).faults;
    if (fault) return syntaxFailure(fault);
    const rendered = await render(template, scopeOf(input, invocationId));
    return rendered.ok ? { result: { rendered: rendered.value } } : valueFailure(rendered.fault);
  },
});
