import type { JsonObject } from "../../engine/json.ts";
import type { Kind } from "../relay/mcp/read-catalogue.ts";
import type { Tool } from "../tools/tool.ts";

/** An upstream MCP server. */
export interface Server {
  readonly id: string;
  /** The owner. */
  readonly agentId: string;
  readonly name: string;
  /** Of a connected agent: the hub's own way to it (`relay/mcp/agent-link.ts`). */
  readonly url: string;
  readonly authType: Tool["authType"];
  /** The sealed credentials. Never shown. */
  readonly authConfig: string | null;
  /** Whether every agent may see and use it. */
  readonly isPublic: boolean;
  /** When it was public first; null where it never was. ISO 8601, UTC, like every time here. */
  readonly publishedAt: string | null;
  /** The protocol revision that it speaks. */
  readonly revision: string;
  /** What it says of itself. */
  readonly identity: JsonObject | null;
  /** What is in force: text for a model, hence approved by the owner like a tool's. */
  readonly instructions: string | null;
  /** What waits for the owner's approval, and what the owner does not want. */
  readonly heldInstructions: string | null;
  readonly rejectedInstructions: string | null;
  readonly capabilities: JsonObject;
  readonly problems: readonly LeftOut[];
  /** Why the last refresh failed; null where it did not. */
  readonly lastError: string | null;
  /** When its definitions were last read. */
  readonly refreshedAt: string;
  /** Of a connected agent: since when its socket is open; null while it is away. */
  readonly connectedAt: string | null;
  readonly createdAt: string;
  /** When its owner, or a refresh, last changed what it is or what it lists. */
  readonly updatedAt: string;
}

/** A definition that the hub does not take over, or a list that it does not take over whole. */
export interface LeftOut {
  readonly kind: Kind;
  /** Null: the list itself. */
  readonly name: string | null;
  readonly reason: string;
}

/** One thing that a server has, as it lists it. */
export interface Definition {
  readonly kind: Kind;
  /** A tool's or prompt's name, a resource's URI, a template's. */
  readonly name: string;
  /** Its place in the server's list. */
  readonly position: number;
  readonly definition: JsonObject;
  /** SHA-256, in hex, of the definition as canonical JSON (RFC 8785). */
  readonly hash: string;
}
