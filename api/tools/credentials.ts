// A provider's credentials as its agent gives them: write-only, so what is told of them is that there are some.

import type { FieldFault } from "../http/problem.ts";
import { Problem } from "../http/problem.ts";
import { type Credentials, isReservedHeader, sealCredentials } from "../relay/credentials.ts";
import type { Services } from "../services.ts";
import type { Tool } from "./tool.ts";

export interface ProviderAuth {
  readonly authType: Tool["authType"];
  readonly authConfig?: AuthConfig | undefined;
}

interface AuthConfig {
  readonly token?: string | undefined;
  readonly header?: string | undefined;
  readonly key?: string | undefined;
}

const FIELDS = { none: [], bearer: ["token"], api_key: ["header", "key"] } as const;

/** Where `authConfig` is not what the `authType` asks for. */
export function authFaults({ authType, authConfig = {} }: ProviderAuth): FieldFault[] {
  const wanted: readonly string[] = FIELDS[authType];
  const missing = wanted
    .filter((field) => authConfig[field as keyof AuthConfig] === undefined)
    .map((field): FieldFault => {
      const message = `authType "${authType}" needs authConfig {${wanted.join(", ")}}.`;
      return { code: "missing_field", pointer: `/authConfig/${field}`, message };
    });
  const others = Object.entries(authConfig)
    .filter(([field, value]) => value !== undefined && !wanted.includes(field))
    .map(([field]): FieldFault => {
      const message = `authType "${authType}" does not take this field.`;
      return { code: "unknown_field", pointer: `/authConfig/${field}`, message };
    });
  const { header } = authConfig;
  const reserved: FieldFault[] =
    header !== undefined && isReservedHeader(header)
      ? [
          {
            code: "invalid_value",
            pointer: "/authConfig/header",
            message:
              "The hub writes this header itself, or it belongs to the connection. Take another, such as X-API-Key.",
          },
        ]
      : [];
  return [...missing, ...others, ...reserved];
}

/** As the tool's row keeps them. Expects no faults. Throws the problem `credentials_unavailable`. */
export async function sealAuth(
  env: Services["env"],
  owner: Pick<Tool, "id" | "agentId">,
  { authType, authConfig = {} }: ProviderAuth,
): Promise<string | null> {
  const credentials = credentialsOf(authType, authConfig);
  if (credentials === null) return null;
  const sealed = await sealCredentials(env.MASTER_KEYS, owner, credentials);
  if (sealed !== null) return sealed;
  throw new Problem(
    "credentials_unavailable",
    "This hub has no master key, so it cannot keep a provider's credentials.",
  );
}

function credentialsOf(
  authType: Tool["authType"],
  { token = "", header = "", key = "" }: AuthConfig,
): Credentials | null {
  switch (authType) {
    case "none":
      return null;
    case "bearer":
      return { header: "Authorization", prefix: "Bearer ", secret: token };
    case "api_key":
      return { header, prefix: "", secret: key };
  }
}
