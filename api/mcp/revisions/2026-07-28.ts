import type { Revision } from "./revision.ts";

/** Surfaces are written in its terms. */
export const revision20260728: Revision = {
  version: "2026-07-28",
  era: "stateless",
  capabilities: (capabilities) => capabilities,
  tool: (tool) => tool,
  result: (result) => result,
  resource: (resource) => resource,
  template: (template) => template,
  prompt: (prompt) => prompt,
};
