import type { Services } from "../services.ts";
import { isDocumentUrl, readClientDocument } from "./client-document.ts";
import type { Client } from "./client.ts";
import { OAuthFault } from "./fault.ts";
import { selectClient } from "./store.ts";

/** The client of this id: registered here, or described by a document at its id. */
export async function findClient({ env, db }: Services, id: string): Promise<Client> {
  if (isDocumentUrl(id)) return readClientDocument(env, id);
  const row = await selectClient(db, id);
  if (row === undefined) throw new OAuthFault("invalid_client", "There is no such client here. Register it anew.");
  return { id, name: row.name, redirectUris: row.redirectUris, host: null };
}
