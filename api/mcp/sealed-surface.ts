// A surface whose answers may be `input_required`: what it wants to have back comes from the client sealed, and goes to it
// opened (request-state.ts). So no surface has to mistrust what it is told of its own past.

import type { InputRequiredResult } from "@modelcontextprotocol/server";
import { isInputRequiredResult } from "@modelcontextprotocol/server";
import { type Asked, openedState, withSealedState } from "./request-state.ts";
import type { Answers, Prompts, Resources, Surface, Tools } from "./surface.ts";

type Owner = Pick<Asked, "agentId" | "endpoint">;

export function sealedSurface(surface: Surface, masterKeys: string | undefined, owner: Owner): Surface {
  async function through<Request extends Answers, Result extends object>(
    method: string,
    name: string,
    request: Request,
    answer: (request: Request) => Promise<Result | InputRequiredResult>,
  ): Promise<Result | InputRequiredResult> {
    const asked = { ...owner, method, name };
    const { requestState } = request;
    const opened =
      requestState === undefined
        ? request
        : { ...request, requestState: await openedState(masterKeys, asked, requestState) };
    const result = await answer(opened);
    return isInputRequiredResult(result) ? withSealedState(masterKeys, asked, result) : result;
  }

  const sealedTools = (tools: Tools): Tools => ({
    list: (cursor) => tools.list(cursor),
    call: (call, context) => through("tools/call", call.name, call, (opened) => tools.call(opened, context)),
  });
  const sealedResources = (resources: Resources): Resources => ({
    list: (cursor) => resources.list(cursor),
    listTemplates: (cursor) => resources.listTemplates(cursor),
    read: (asked, context) => through("resources/read", asked.uri, asked, (opened) => resources.read(opened, context)),
  });
  const sealedPrompts = (prompts: Prompts): Prompts => ({
    list: (cursor) => prompts.list(cursor),
    get: (asked, context) => through("prompts/get", asked.name, asked, (opened) => prompts.get(opened, context)),
  });

  const { tools, resources, prompts } = surface;
  return {
    ...surface,
    ...(tools && { tools: sealedTools(tools) }),
    ...(resources && { resources: sealedResources(resources) }),
    ...(prompts && { prompts: sealedPrompts(prompts) }),
  };
}
