// What stands between a Worker and the network where Miniflare serves it, and how to pass it by. A request from outside
// comes through two Workers that look for a static file before the default export of a Worker with assets is called, and a
// request to outside goes through one that resizes pictures. None of them has anything to do here: a Worker of ours asks
// for its files itself. They were a third of what a run of one step cost (docs/performance.md). On Cloudflare there is none of
// this.

import { getCACertificates } from "node:tls";

/** A module that the Worker is wrapped in. */
const WRAPPED = `
  import "./outbound.js";
  export * from "./worker.js";
  export { default, default as direct } from "./worker.js";
`;

/** Runs before the Worker's own: from here on the global `fetch` is the network's. */
const OUTBOUND = `
  import { env } from "cloudflare:workers";
  globalThis.fetch = env.OUTBOUND.fetch.bind(env.OUTBOUND);
`;

/** The name that the Worker is served by. */
export const ENTRYPOINT = "direct";

/** The options of Miniflare that serve a Worker, whose source is one module, by the shortest way in and out. */
export function served(script: string) {
  return {
    modules: [module("served.js", WRAPPED), module("outbound.js", OUTBOUND), module("worker.js", script)],
    serviceBindings: { OUTBOUND: { network: network() } },
  };
}

function module(path: string, contents: string) {
  return { type: "ESModule" as const, path, contents };
}

/** As Miniflare has it for the Workers in between. NODE_EXTRA_CA_CERTS counts, as it does for Node. */
function network() {
  const tlsOptions = { trustBrowserCas: true, trustedCertificates: getCACertificates("extra") };
  return { allow: ["public", "private", "240.0.0.0/4"], deny: [], tlsOptions };
}
