// A provider whose certificate no browser knows, as a company's own authority issues them.

import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HubClient } from "../../scripts/hub-client.ts";
import { type HubProcess, startHubProcess } from "../harness/hub-process.ts";

/** Of `localhost`, for this test alone; good until 2126. */
const folder = join(import.meta.dirname, "../data/own-authority");
const certificate = join(folder, "certificate.pem");

let provider: Server;
let hub: HubProcess;

beforeAll(async () => {
  const [key, cert] = await Promise.all([readFile(join(folder, "key.pem")), readFile(certificate)]);
  provider = createServer({ key, cert }, (request, response) => {
    request.resume().on("end", () => {
      response.setHeader("Content-Type", "application/json");
      response.end(JSON.stringify({ secure: true }));
    });
  });
  await new Promise<void>((done) => provider.listen(0, "127.0.0.1", done));
  hub = await startHubProcess({ env: { NODE_EXTRA_CA_CERTS: certificate } });
});

afterAll(async () => {
  await hub?.stop();
  provider?.close();
});

test("a provider's certificate that NODE_EXTRA_CA_CERTS names is trusted", async () => {
  const { client } = await new HubClient(hub.url).register("inside");
  const { port } = provider.address() as AddressInfo;
  const toolId = await client.publish({ name: "secure", endpoint: `https://localhost:${port}/secure` });
  expect(await client.invoke(toolId, {})).toMatchObject({ status: "success", result: { secure: true } });
});
