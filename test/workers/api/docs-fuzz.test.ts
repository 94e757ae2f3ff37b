// What /openapi.json says holds for whatever is sent: no operation answers with a fault of the hub's own, with a status
// or with a code that is not documented.

import { SELF } from "cloudflare:test";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { operationsOf } from "../../../api/docs/open-api.ts";
import type { OpenApi, PlacedOperation } from "../../../api/docs/open-api.ts";
import { app } from "../../../api/app.ts";
import { env } from "cloudflare:workers";
import { arbitraryRequest } from "./arbitrary-request.ts";
import type { FuzzRequest } from "./arbitrary-request.ts";
import { newKnown } from "./fuzz-known.ts";

/** All operations together. */
const REQUESTS = 20_000;
const PATIENT_MS = 240_000;
/** Another one every time; to repeat a failure, put the one of its title here. */
const seed = Date.now() % 2 ** 31;

/** What a client may say that it accepts; undefined: nothing. */
const accept = fc.constantFrom(
  undefined,
  "application/json",
  "text/event-stream",
  "application/x-ndjson",
  "application/json, text/event-stream",
  "text/html;q=0.2, */*;q=0.1",
  "*/*",
  "image/png",
  "nonsense;;,=q",
);

const document = await (await app.request("/openapi.json", {}, env)).json<OpenApi>();
const documented = operationsOf(document);

/** Operations that no made-up request can succeed at, and why. */
const CANNOT_SUCCEED: Readonly<Record<string, string>> = {
  getMetrics: "it takes the operator's token, which is no key",
};

/** The operations that a request succeeded at. */
const succeeded = new Set<string>();

describe(`with the seed ${seed}`, () => {
  test.each(documented)(
    "$method $path answers as it is documented",
    async (operation) => {
      const known = await newKnown(operation);
      await fc.assert(
        fc.asyncProperty(
          arbitraryRequest(document, operation, known),
          accept,
          fc.nat(20),
          async (request, accepted, dice) => {
            const key = dice === 0 ? undefined : known.apiKey;
            expect(await undocumentedIn(operation, request, key, accepted)).toBeNull();
          },
        ),
        { numRuns: Math.ceil(REQUESTS / documented.length), seed },
      );
    },
    PATIENT_MS,
  );

  test("every operation succeeds for some of the requests, but where none can here", () => {
    const failed = documented.map(({ operationId }) => operationId).filter((id) => !succeeded.has(id));
    expect(failed.toSorted()).toEqual(Object.keys(CANNOT_SUCCEED).toSorted());
  });
});

/** What of the answer the document does not say; null where all is as it says. */
async function undocumentedIn(
  { operationId, method, responses }: PlacedOperation,
  { target, headers, body }: FuzzRequest,
  key: string | undefined,
  accepted: string | undefined,
): Promise<string | null> {
  const response = await SELF.fetch(`https://hub.example${target}`, {
    method,
    headers: {
      ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...(accepted === undefined ? {} : { Accept: accepted }),
      ...headers,
    },
    body: body ?? null,
    redirect: "manual",
  });
  const { status } = response;
  if (response.ok || status === 101) succeeded.add(operationId);
  const described = responses[status];
  const type = response.headers.get("Content-Type")?.split(";")[0];
  if (status < 400) {
    await response.body?.cancel();
    if (described === undefined) return `status ${status}`;
    const types = Object.keys(described.content ?? {});
    return types.length === 0 || types.includes(type ?? "") ? null : `${type} with status ${status}`;
  }
  const { code } = await response.json<{ code: string }>();
  if (status >= 500 || described === undefined) return `status ${status} (${code})`;
  return described.description.includes(`\`${code}\`: `) ? null : `${code} with status ${status}`;
}
