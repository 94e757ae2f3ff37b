// The tool that a call names, or why it cannot be called.

import { Problem } from "../http/problem.ts";
import type { Database } from "../platform/database.ts";
import { definitionHash, definitionOf } from "./definition.ts";
import { missingTool } from "./deprecation.ts";
import { diffDefinitions } from "./diff-definitions.ts";
import { findToolById } from "./find-tool.ts";
import { selectEarlierDefinition } from "./store.ts";
import type { Tool, ToolInUse } from "./tool.ts";

export interface Wanted {
  readonly toolId: string;
  readonly callerId: string;
  /** The `definitionHash` that the caller knows the tool by; undefined where it takes any. */
  readonly pinnedHash: string | undefined;
}

/** Throws the problem `not_found`, `tool_gone` or `definition_changed`. */
export async function findCallable(db: Database, { toolId, callerId, pinnedHash }: Wanted): Promise<ToolInUse> {
  const tool = await findToolById(db, toolId, callerId);
  if (tool === null) throw await missingTool(db, toolId, callerId);
  if (pinnedHash !== undefined && pinnedHash !== (await definitionHash(tool)))
    throw await changed(db, tool, pinnedHash);
  return tool;
}

async function changed(db: Database, tool: Tool, pinned: string): Promise<Problem> {
  const current = await definitionHash(tool);
  const earlier = await selectEarlierDefinition(db, tool.id, pinned);
  if (earlier === undefined) {
    const detail =
      "The hub knows no definition of the tool with this hash. Read the tool and pin its `definitionHash`.";
    return new Problem("definition_changed", detail, { members: { definition: { pinned, current } } });
  }
  const changes = diffDefinitions(earlier, definitionOf(tool)).map((change) => ({ ...change }));
  const detail = "The tool's definition is no longer the one you pinned; `definition.changes` says what changed.";
  return new Problem("definition_changed", detail, { members: { definition: { pinned, current, changes } } });
}
