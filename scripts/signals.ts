// Ctrl-C and a service manager's stop, for every script that has something to put away.

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs `leave` on the first signal, then ends the process with exit code 0. Later signals change nothing: a Ctrl-C
 * reaches a script more than once, from the terminal and through npm.
 */
export function leaveOnSignal(leave: () => Promise<void> | undefined): void {
  let isLeaving = false;
  const listener = () => {
    if (isLeaving) return;
    isLeaving = true;
    void Promise.resolve(leave()).then(() => process.exit(0));
  };
  for (const signal of SIGNALS) process.on(signal, listener);
}

/** Runs `create` and takes back the signal listeners that it added. */
export function withoutSignalListeners<T>(create: () => T): T {
  const before = SIGNALS.map((signal) => new Set(process.listeners(signal)));
  const created = create();
  for (const [index, signal] of SIGNALS.entries()) {
    for (const listener of process.listeners(signal)) {
      if (before[index]?.has(listener) !== true) process.off(signal, listener);
    }
  }
  return created;
}
