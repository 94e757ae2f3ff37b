import { expect, test } from "vitest";
import { callAt, provider } from "./call-provider.ts";
import type { Outcome } from "../../../engine/run/outcome.ts";
import type { Json } from "../../../engine/json.ts";

test("307 and 308 are followed with the arguments, three times at the most", async () => {
  expect(await call("/redirect?code=307&to=/mirror", { n: 1 })).toMatchObject({ type: "success", result: { n: 1 } });
  expect(await call(nested(3), { n: 2 })).toMatchObject({ type: "success", result: { n: 2 } });
  expect(await call(nested(4), {})).toMatchObject({ failure: { code: "provider_redirect", retryable: false } });
});

test.each([301, 302, 303])("%i is not followed: it would drop the arguments", async (code) => {
  expect(await call(`/redirect?code=${code}&to=/mirror`, {})).toMatchObject({
    failure: { code: "provider_redirect", retryable: false },
  });
});

test("a redirect to where the hub may not call is not followed", async () => {
  expect(await call("/redirect?to=http://169.254.169.254/latest", {})).toMatchObject({
    failure: { code: "egress_denied", retryable: false },
  });
});

test("an endpoint that names a built-in tool does not make a tool one", async () => {
  expect(await callAt("nexus:echo", {})).toMatchObject({ failure: { code: "egress_denied", retryable: false } });
});

test.each([
  [400, "provider_error", false],
  [404, "provider_error", false],
  [422, "provider_error", false],
  [408, "provider_unavailable", true],
  [429, "provider_unavailable", true],
  [500, "provider_unavailable", true],
  [503, "provider_unavailable", true],
])("%i is %s", async (status, code, retryable) => {
  expect(await call(`/status?code=${status}`, {})).toMatchObject({ failure: { code, retryable } });
});

test("a provider that nobody is at is unreachable, and worth another try", async () => {
  expect(await callAt("http://127.0.0.1:1/", {})).toMatchObject({
    failure: { code: "provider_unreachable", retryable: true },
  });
});

test("an HTML page in place of JSON is told as what it is", async () => {
  expect(await call("/page", {})).toMatchObject({
    failure: { code: "invalid_response", message: expect.stringContaining("<h1>") as string },
  });
});

/** A chain of so many redirects. */
function nested(times: number): string {
  let to = "/mirror";
  for (let i = 0; i < times; i++) to = `/redirect?to=${encodeURIComponent(to)}`;
  return to;
}

function call(path: string, args: Json): Promise<Outcome> {
  return callAt(provider() + path, args);
}
