import type { Server } from "@modelcontextprotocol/server";
import { logError } from "../platform/log.ts";
import type { Subject } from "./surface.ts";

/** Tells a server's client that something has changed. Never rejects: a client that is gone is told nothing more. */
export async function tellChange(server: Server, subject: Exclude<Subject, { task: string }>): Promise<void> {
  try {
    if ("uri" in subject) await server.sendResourceUpdated({ uri: subject.uri });
    else if (subject.list === "tools") await server.sendToolListChanged();
    else if (subject.list === "prompts") await server.sendPromptListChanged();
    else await server.sendResourceListChanged();
  } catch (error) {
    logError("an MCP client was not told of a change", error, {});
  }
}
