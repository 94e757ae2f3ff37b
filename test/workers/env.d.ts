declare namespace Cloudflare {
  interface Env extends HubEnv {
    readonly TEST_MIGRATIONS: import("cloudflare:test").D1Migration[];
  }
}

type HubEnv = import("../../api/env.ts").Env;
