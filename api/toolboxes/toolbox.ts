import { z } from "@hono/zod-openapi";

/**
 * What an entry of a toolbox stands for: settled when the entry is written, so that nobody can come to be meant by it
 * later who registers a tool of the same name.
 */
const meantSchema = z.union([
  z.object({ toolId: z.string() }),
  /** Of the versions in the range the one to call; null: the latest of all. */
  z.object({ agentId: z.string(), name: z.string(), range: z.string().nullable() }),
]);

export const entriesSchema = z.array(
  z.object({
    /** As its owner wrote it. */
    tool: z.string(),
    /** What the tool is called in the box; null: by its own name. */
    as: z.string().nullable(),
    meant: meantSchema,
  }),
);

export type Entry = z.infer<typeof entriesSchema>[number];

/** A named subset of tools, with an MCP endpoint of its own. */
export interface Toolbox {
  readonly id: string;
  /** The owner. */
  readonly agentId: string;
  readonly name: string;
  readonly description: string;
  readonly tools: readonly Entry[];
  /** Whether every agent may see and use it. */
  readonly isPublic: boolean;
  /** Counts its changes, from 1. */
  readonly version: number;
  /** When it was public for the first time; null: never. ISO 8601, UTC, like every time here. */
  readonly publishedAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}
