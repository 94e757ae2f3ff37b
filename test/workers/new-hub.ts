// Runs before every test file: nothing is left of the file before, whose process it shares. Neither what was stored, in D1, R2
// and the objects, nor what the hub's modules remember, for they are loaded anew, nor its time.

import { reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { vi } from "vitest";

vi.useRealTimers();
// More than once where something that the file before left under way held the database.
do await reset();
while ((await env.DB.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'agents'").first()) !== null);
vi.resetModules();
await env.DB.batch(env.TEST_MIGRATIONS.flatMap(({ queries }) => queries).map((query) => env.DB.prepare(query)));
