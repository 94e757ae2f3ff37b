// The lists of an upstream server, from what the hub keeps of them, as the server says them.

import { isSpecType, type Tool } from "@modelcontextprotocol/server";
import type { JsonObject } from "../../../engine/json.ts";
import { withoutParamHeaders } from "../../relay/mcp/param-header.ts";
import type { Kind } from "../../relay/mcp/read-catalogue.ts";
import { type DefinitionPage, listDefinitions, listUsableTools } from "../../servers/list-definitions.ts";
import type { Server } from "../../servers/server.ts";
import type { Services } from "../../services.ts";
import type { Page, Paging } from "../surface.ts";

const LIMIT = 100;
const CACHE = { ttlMs: 5_000, scope: "private" } as const;

/** `isItem`: what does not look as the protocol says would make a client refuse the whole list. */
export function lister<Field extends string, Item>(
  services: Services,
  server: Server,
  kind: Kind,
  field: Field,
  isItem: (value: unknown) => value is Item,
): (cursor: string | undefined) => Promise<Page<Field, Item>> {
  return async (cursor) => {
    const page = await listDefinitions(services, server.id, kind, { limit: LIMIT, cursor });
    const items = page.rows.flatMap(({ definition }) => (isItem(definition) ? [definition] : []));
    return { ...paging(server, page), [field]: items } as Page<Field, Item>;
  };
}

/** What waits for approval, or was taken out of use by its owner, is not among them. */
export function toolLister(services: Services, server: Server) {
  return async (cursor: string | undefined): Promise<Page<"tools", Tool>> => {
    const page = await listUsableTools(services, server.id, { limit: LIMIT, cursor });
    const tools = page.rows.flatMap(({ definition, toolId }) => {
      if (!isSpecType.Tool(definition)) return [];
      const inputSchema = withoutParamHeaders(definition.inputSchema as JsonObject) as Tool["inputSchema"];
      // How the server wants it called (`execution`) is between the server and the hub.
      const { execution: _, ...told } = definition;
      return [{ ...told, inputSchema, _meta: { ...definition._meta, "nxscall.com/toolId": toolId } }];
    });
    return { ...paging(server, page), tools };
  };
}

function paging({ lastError, refreshedAt }: Server, { nextCursor }: DefinitionPage): Paging {
  return {
    ...(nextCursor !== null && { nextCursor }),
    ...(lastError !== null && { staleSince: refreshedAt }),
    cache: CACHE,
  };
}
