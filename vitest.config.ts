// Three projects: unit (plain Node), workers (inside workerd, against the bindings of wrangler.toml) and
// e2e (Node, against hubs and providers that run as processes of their own).

import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { buildDashboard } from "./scripts/build-dashboard.ts";

const workers = cloudflareTest(async () => {
  await buildDashboard();
  return {
    wrangler: { configPath: "./wrangler.toml" },
    miniflare: {
      bindings: {
        EGRESS: "loopback",
        MASTER_KEYS: `1:${"A".repeat(43)}=`,
        TEST_MIGRATIONS: await readD1Migrations("./migrations"),
      },
    },
  };
});

/** The packages that run on workerd, each made one module: a test file loads its worker anew, module by module. */
const BUNDLED = [
  "@dagrejs/graphlib",
  "@hono/zod-openapi",
  "@hyperjump/json-schema/draft-07",
  "@hyperjump/json-schema/draft-2019-09",
  "@hyperjump/json-schema/draft-2020-12",
  "@hyperjump/json-schema/experimental",
  "@hyperjump/json-schema/instance/experimental",
  "@modelcontextprotocol/client",
  "@modelcontextprotocol/server",
  "@modelcontextprotocol/server/stdio",
  "croner",
  "csv-parse/sync",
  "drizzle-orm",
  "drizzle-orm/batch",
  "drizzle-orm/d1",
  "drizzle-orm/sqlite-core",
  "eventsource-parser",
  "eventsource-parser/stream",
  "fast-check",
  "hono",
  "hono/accepts",
  "hono/cookie",
  "hono/cors",
  "hono/etag",
  "hono/factory",
  "hono/html",
  "hono/http-exception",
  "hono/method-not-allowed",
  "hono/request-id",
  "html-to-text",
  "ipaddr.js",
  "jose",
  "jsonata",
  "nanoid",
  "openapi-fetch",
  "re2js",
  "rfc6902",
  "semver",
  "standardwebhooks",
  "yaml",
  "zod",
];

/** No test asserts timing; this only ends one that hangs, on a machine however busy. */
const PATIENT_MS = 60_000;

/** What is under way says so where its file is over and new-hub.ts empties the hub. */
const ENDED_WITH_ITS_HUB = "Application called deleteAllDurableObjects().";

/** The files that take a minute or more: begun last, each would have the machine to itself at the end. */
const LONG = [
  "api/docs-fuzz.test.ts",
  "mcp/told.test.ts",
  "runtime/carried-run.test.ts",
  "e2e/kill-schedules.test.ts",
  "e2e/mcp-client-conformance.test.ts",
];

class LongOnesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => LONG.some((name) => moduleId.endsWith(name));
    // oxlint-disable-next-line unicorn/no-array-sort -- it is the sequencer's
    return (await super.sort(files)).toSorted((a, b) => Number(isLong(b)) - Number(isLong(a)));
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongOnesFirst },
    // A call that a test of workerd does not wait for ends with its file's hub: nothing that it could tell is lost.
    onUnhandledError: ({ message }) => message !== ENDED_WITH_ITS_HUB,
    // By default a machine of two cores would use one of them.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: "unit",
          include: [
            "test/engine/**/*.test.ts",
            "test/dashboard/**/*.test.ts",
            "test/tooling/**/*.test.ts",
            "test/client/**/*.test.ts",
          ],
          environment: "node",
          testTimeout: PATIENT_MS,
        },
      },
      {
        plugins: [workers],
        test: {
          name: "workers",
          testTimeout: PATIENT_MS,
          hookTimeout: PATIENT_MS,
          include: ["test/workers/**/*.test.ts"],
          globalSetup: ["./test/workers/start-provider.ts"],
          // Each file has a hub of its own all the same: a process for each would be most of the time that they take.
          isolate: false,
          setupFiles: ["./test/workers/new-hub.ts"],
          deps: { optimizer: { ssr: { enabled: true, include: BUNDLED } } },
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          environment: "node",
          // Each file starts its own processes, which wait more than they work: for a tick, a restart, a page.
          testTimeout: 2 * PATIENT_MS,
          hookTimeout: 2 * PATIENT_MS,
        },
      },
    ],
  },
});
