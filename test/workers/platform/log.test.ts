import { afterEach, expect, test, vi } from "vitest";
import { logError } from "../../../api/platform/log.ts";

afterEach(() => vi.restoreAllMocks());

const CANARY = "4f9c2e71b6d84a054f9c2e71b6d84a05";

test.each([
  ["an API key", `nxc_live_${CANARY}`],
  ["a token", `eyJ${CANARY}.eyJ${CANARY}.${CANARY}`],
  ["a callback's secret", `whsec_${CANARY}+/=`],
  ["an Authorization header", `Authorization: Bearer ${CANARY}`],
  ["a header as JSON", JSON.stringify({ authorization: CANARY, "x-api-key": CANARY })],
  ["headers of the collector", `authorization=Bearer%20${CANARY}`],
  ["a header of name and password", `Basic ${CANARY}==`],
  ["a session's cookie", `Cookie: __Host-nexuscall=${CANARY}; a=b`],
  ["a master key", `1:${CANARY}${CANARY.slice(0, 11)}=`],
  ["a URL with a password", `http://user:${CANARY}@collector.example/`],
])("a line of the log has no secret: %s", (_what, secret) => {
  const said: string[] = [];
  vi.spyOn(console, "error").mockImplementation((line: unknown) => void said.push(String(line)));
  const error = new Error(`it failed with ${secret} at hand`, { cause: new Error(`parameters: ["${secret}"]`) });
  logError("something failed", error, { requestId: "req_1" });
  logError("something else failed", { thrown: secret }.thrown, { requestId: secret });
  expect(said).toHaveLength(2);
  expect(said.join()).not.toContain(CANARY);
  expect(JSON.parse(said[0] ?? "")).toMatchObject({ level: "error", message: "something failed", requestId: "req_1" });
});
