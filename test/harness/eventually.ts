import { expect } from "vitest";

/** However busy the machine is. */
export const eventually = <Value>(look: () => Promise<Value>) => expect.poll(look, { timeout: 30_000 });
