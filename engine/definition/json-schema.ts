// The JSON Schema of a workflow definition, for editors and models.

import { z } from "zod";
import { workflowDefinition } from "./schema.ts";

export const workflowJsonSchema = z.toJSONSchema(workflowDefinition, { target: "draft-2020-12" });
