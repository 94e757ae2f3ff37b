// The JSON Schema of a workflow definition, for editors and models.

import { z } from "zod";
import { WORKFLOW_SCHEMA_ID, workflowDefinition } from "./schema.ts";

export const workflowJsonSchema = {
  $id: WORKFLOW_SCHEMA_ID,
  ...z.toJSONSchema(workflowDefinition, { target: "draft-2020-12" }),
};
