import { revision20251125 } from "./2025-11-25.ts";
import { type Revision, without } from "./revision.ts";

/** Before icons, and before tasks: tools do not say whether they can be some. */
export const revision20250618: Revision = {
  ...revision20251125,
  version: "2025-06-18",
  capabilities: (capabilities) => without(capabilities, ["tasks"]),
  tool: (tool) => without(tool, ["icons", "execution"]),
  resource: (resource) => without(resource, ["icons"]),
  template: (template) => without(template, ["icons"]),
  prompt: (prompt) => without(prompt, ["icons"]),
};
