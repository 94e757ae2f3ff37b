import { invalidRequest } from "../http/validation.ts";
import type { Services } from "../services.ts";
import { authFaults, type ProviderAuth, sealAuth } from "./credentials.ts";
import type { Tool } from "./tool.ts";
import { updateTool } from "./update-tool.ts";

/** Puts other credentials in place of the tool's own. Throws as `updateTool` does, and `credentials_unavailable`. */
export async function replaceCredentials(
  services: Services,
  agentId: string,
  toolId: string,
  auth: ProviderAuth,
): Promise<Tool> {
  const faults = authFaults(auth);
  if (faults.length > 0) throw invalidRequest(faults);
  const authConfig = await sealAuth(services.env, { id: toolId, agentId }, auth);
  return updateTool(services, agentId, toolId, { authType: auth.authType, authConfig });
}
