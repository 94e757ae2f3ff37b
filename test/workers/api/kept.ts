// All that the hub keeps, row by row as JSON: where a secret must not be.

import { listDurableObjectIds, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect } from "vitest";

export async function rowsOfDatabase(): Promise<string[]> {
  const { results: tables } = await env.DB.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all<{
    name: string;
  }>();
  const own = tables.filter(({ name }) => !name.startsWith("_cf_") && !name.startsWith("sqlite_"));
  const read = await Promise.all(own.map(({ name }) => env.DB.prepare(`SELECT * FROM "${name}"`).all()));
  return read.flatMap(({ results }) => results.map((row) => JSON.stringify(row)));
}

export async function rowsOfObjects(): Promise<string[]> {
  const rows: string[] = [];
  const namespaces = Object.values(env).filter(
    (binding) => Object(binding).constructor.name === "DurableObjectNamespace",
  );
  expect(namespaces.length).toBeGreaterThan(1);
  for (const namespace of namespaces as unknown as DurableObjectNamespace[]) {
    for (const id of await listDurableObjectIds(namespace)) {
      await runInDurableObject(namespace.get(id), (_, { storage }) => {
        const tables = storage.sql
          .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table'")
          .toArray();
        rows.push(...[...storage.kv.list()].map((entry) => JSON.stringify(entry)));
        for (const { name } of tables.filter((table) => !table.name.startsWith("_cf_"))) {
          rows.push(
            ...storage.sql
              .exec(`SELECT * FROM "${name}"`)
              .toArray()
              .map((row) => JSON.stringify(row)),
          );
        }
      });
    }
  }
  return rows;
}
