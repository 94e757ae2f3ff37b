// How long a wait may last, as whoever wrote it is told.

import { expect, test } from "vitest";
import { endOfWait } from "../../../engine/run/wait-until.ts";

const NOW = Date.parse("2030-01-31T09:00:00Z");

test("a wait until a time within 365 days ends then; a later time is refused in days", () => {
  expect(endOfWait("2031-01-31T09:00:00Z", NOW)).toEqual({ ok: true, value: NOW + 365 * 86_400_000 });
  expect(endOfWait("2031-01-31T09:00:01Z", NOW)).toMatchObject({
    ok: false,
    failure: { code: "bad_until", message: expect.stringContaining("more than 365 days away") },
  });
});
