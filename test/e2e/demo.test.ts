import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { type Command, runScript } from "../harness/command.ts";
import { startHubProcess } from "../harness/hub-process.ts";

let demo: Command | undefined;
afterEach(() => demo?.kill());

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => done(port));
    });
  });
}

test("npm run demo starts its own hub, shows every step and the result, and leaves nothing running", async () => {
  demo = runScript("scripts/demo.ts", { PORT: String(await freePort()) });
  const code = await demo.ended();
  const output = demo.output();
  expect({ code, output }).toMatchObject({ code: 0 });
  expect(output).toContain("started for this demo");
  expect(output).toMatch(/inv_\S+ +success in \d/);
  for (const step of ["search", ...Array.from({ length: 8 }, (_, index) => `read_${index + 1}`), "summarize"]) {
    expect(output).toMatch(new RegExp(`✓ ${step} +success`));
  }
  expect(output).toContain("8 sources on honey bees:");
  expect(output).toContain("Done: agent A called agent B's tools 11 times.");
  expect(await demo.leavesNothing()).toBe(true);
});

test("npm run demo uses the hub that runs, and leaves it running", async () => {
  const hub = await startHubProcess();
  try {
    demo = runScript("scripts/demo.ts", { PORT: new URL(hub.url).port });
    const code = await demo.ended();
    expect({ code, output: demo.output() }).toMatchObject({
      code: 0,
      output: expect.stringContaining("it was running"),
    });
    expect((await fetch(`${hub.url}/healthz`)).status).toBe(200);
  } finally {
    await hub.stop();
  }
});

test("npm run demo fails with a clear message where the hub refuses", async () => {
  const hub = await startHubProcess({ vars: { REGISTRATION: "closed" } });
  try {
    demo = runScript("scripts/demo.ts", { PORT: new URL(hub.url).port });
    const code = await demo.ended();
    expect({ code, output: demo.output() }).toMatchObject({
      code: 1,
      output: expect.stringContaining("registration_closed"),
    });
    expect(demo.output()).not.toMatch(/^\s+at /m);
  } finally {
    await hub.stop();
  }
});
