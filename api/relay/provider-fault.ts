import type { Failure } from "../../engine/run/outcome.ts";

/** What is wrong with an answer, found deep inside the reading of it; the relay makes an outcome of it. */
export class ProviderFault extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}
