// A reporter for vitest: writes how a project went, with what failed, into the file that NEXUSCALL_REPORT names.

import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import type { Reporter, SerializedError, TestModule, TestRunEndReason, Vitest } from "vitest/node";

export interface Report {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly failures: readonly Failure[];
}

export interface Failure {
  /** The file and the test's full name, or the file that broke outside of any test. */
  readonly title: string;
  readonly message: string;
}

export default class ReportTests implements Reporter {
  #root = "";

  onInit({ config }: Vitest): void {
    this.#root = config.root;
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[], reason: TestRunEndReason): void {
    const path = process.env["NEXUSCALL_REPORT"];
    if (path === undefined) return;
    const tests = modules.flatMap(({ children }) => Array.from(children.allTests()));
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    const outside = modules.flatMap((module) => this.#outsideOf(module));
    const failures = [
      ...tests.flatMap((test) =>
        (test.result().errors ?? []).slice(0, 1).map((error) => ({
          title: `${this.#fileOf(test.module)} > ${test.fullName}`,
          message: messageOf(error),
        })),
      ),
      ...outside,
      ...unhandled.map((error) => ({ title: "outside of any test", message: messageOf(error) })),
    ];
    // A run that broke off, or broke where no test was, has not passed.
    const broken = outside.length + unhandled.length + (reason === "interrupted" ? 1 : 0);
    const report: Report = {
      passed: count("passed"),
      failed: count("failed") + broken,
      skipped: count("skipped"),
      failures,
    };
    writeFileSync(path, JSON.stringify(report));
  }

  /** What failed of a file but not of a test: it did not load, or a hook failed. */
  #outsideOf(module: TestModule): Failure[] {
    const file = this.#fileOf(module);
    const parts = [
      { title: file, errors: module.errors() },
      ...Array.from(module.children.allSuites(), (suite) => ({
        title: `${file} > ${suite.fullName}`,
        errors: suite.errors(),
      })),
    ];
    return parts.flatMap(({ title, errors }) => errors.map((error) => ({ title, message: messageOf(error) })));
  }

  #fileOf({ moduleId }: TestModule): string {
    return relative(this.#root, moduleId);
  }
}

/** What it says, what was expected, and where. */
function messageOf({ message, diff, stacks, stack }: SerializedError): string {
  const [at] = stacks ?? [];
  const place = at === undefined ? stack?.split("\n").slice(1, 3).join("\n") : `at ${at.file}:${at.line}:${at.column}`;
  return [message, diff, place].filter(Boolean).join("\n");
}
