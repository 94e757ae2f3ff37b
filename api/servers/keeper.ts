import type { Env } from "../env.ts";
import type { ServerKeeper } from "./server-keeper.ts";

/** The object that refreshes this server. */
export function keeperOf({ SERVER_KEEPER }: Env, serverId: string): DurableObjectStub<ServerKeeper> {
  return SERVER_KEEPER.getByName(serverId);
}
