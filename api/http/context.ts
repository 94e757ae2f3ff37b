import type { Session } from "../auth/sessions.ts";
import type { Env } from "../env.ts";
import type { Principal } from "../keys/principal.ts";
import type { Services } from "../services.ts";
import type { Queries } from "./known-query.ts";

/** What every handler finds on its context. */
export interface AppEnv {
  Bindings: Env;
  Variables: { requestId: string; services: Services; queries: Queries };
}

/**
 * The same behind a key: `principal` is who showed it, `session` what stood for it, if a session did, `shownUntil` when
 * that ends by itself (ISO 8601). `repeatAnswer` is what the request's repeats get, set where its own answer is a stream.
 */
export interface KeyedEnv {
  Bindings: Env;
  Variables: AppEnv["Variables"] & {
    principal: Principal;
    session: Session | null;
    shownUntil: string | null;
    repeatAnswer?: Promise<Response>;
  };
}
