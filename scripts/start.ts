// npm start: serves the hub until it is told to stop. PORT and NEXUSCALL_DATA override where.

import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";
import { type Hub, PortTaken, startHub } from "./hub.ts";
import { failWith, portFromEnvironment } from "./say.ts";
import { leaveOnSignal } from "./signals.ts";

const data = resolve(process.env["NEXUSCALL_DATA"] ?? ".nexuscall");
const port = portFromEnvironment() ?? 8787;
const isFirstStart = !existsSync(data);

let hub: Hub | undefined;
leaveOnSignal(async () => {
  await hub?.stop();
  console.log("\nThe hub has stopped. Everything it knows is kept; `npm start` goes on from here.");
});

try {
  if (isFirstStart) console.log("Building the hub and its database …");
  hub = await startHub({ port, data, vars: settingsFromEnvironment() });
  console.log(welcome(hub.url));
} catch (error) {
  if (!(error instanceof PortTaken)) failWith(error);
  failWith(
    `Port ${error.port} is taken: another program, perhaps another hub, listens on it.\n` +
      `Stop that one, or choose another port: PORT=${error.port + 1} npm start`,
  );
}

/** What whoever runs a hub at home sets as a deployed one's secrets. */
function settingsFromEnvironment(): Record<string, string> {
  const names = ["OTLP_ENDPOINT", "OTLP_HEADERS", "METRICS_TOKEN"];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

function welcome(url: string): string {
  return `
NexusCall is serving on ${url}
Its data is in ${relative(".", data) || data}/ and survives a restart. Ctrl-C stops it.

Try next, in another terminal:

  npm run demo
      agent A calls a tool of agent B, then a workflow of such calls runs in parallel

  curl ${url}/healthz

  curl -X POST ${url}/api/v1/agents -H 'content-type: application/json' -d '{"name":"my-agent"}'
      registers an agent and shows its API key, once

The whole API, to read: ${url}/docs     for programs: ${url}/openapi.json
for language models: ${url}/llms.txt    A walk-through to paste: README.md
`;
}
