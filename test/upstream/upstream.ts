// Upstream MCP servers as a process of their own, each at its own path: upstream.ts [port] [--with-parent]

import { hostHeaderValidationResponse, originValidationResponse } from "@modelcontextprotocol/server";
import { batching } from "./batching.ts";
import { changing } from "./changing.ts";
import { givenUpCalls } from "./fixture/asking-tools.ts";
import {
  forgetSessions,
  openSessions,
  serveBoth,
  serveLegacy,
  serveModern,
  servePinned,
  serveStateless,
} from "./fixture/serve-fixture.ts";
import { endingOf } from "./fixture/waiting-tool.ts";
import { hostile } from "./hostile.ts";
import { serve } from "./node-http.ts";
import { refusing } from "./refusing.ts";
import { runsTasks } from "./tasks.ts";

/** Under any other name this machine is not meant: DNS rebinding. */
const HOSTS = ["127.0.0.1", "localhost"];

async function answer(request: Request): Promise<Response> {
  const foreign = hostHeaderValidationResponse(request, HOSTS) ?? originValidationResponse(request, HOSTS);
  if (foreign) return foreign;
  const [, first, ...rest] = new URL(request.url).pathname.split("/");
  switch (first) {
    case "mcp":
      return serveBoth(request);
    case "modern":
      return serveModern(request);
    case "legacy":
      return serveLegacy(request);
    case "stateless":
      return serveStateless(request);
    case "pinned":
      return servePinned(request, rest[0] ?? "");
    case "batching":
      return batching(request, rest);
    case "changing":
      return changing(request, rest);
    case "hostile":
      return hostile(request, rest.join("/"));
    case "refusing":
      return refusing(request, rest);
    case "tasks":
      return runsTasks(request, rest);
    case "_forget":
      return Response.json({ forgotten: forgetSessions() });
    case "_sessions":
      return Response.json({ open: openSessions() });
    case "_ending":
      return Response.json({ ending: endingOf(rest.join("/")) ?? null });
    case "_given-up":
      return Response.json({ givenUp: givenUpCalls() });
    default:
      return new Response("There is no such upstream.", { status: 404 });
  }
}

const [port = "0", withParent] = process.argv.slice(2);
if (withParent === "--with-parent") process.stdin.resume().on("end", () => process.exit());
console.log(JSON.stringify({ url: await serve(answer, Number(port)) }));
