import type { Failure } from "../../engine/run/outcome.ts";

/** Why a call is given up, as its signal's reason, where it is not that the caller is gone. */
export class GivenUp extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}
