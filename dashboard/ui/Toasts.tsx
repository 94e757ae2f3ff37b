// Short news of what was done. At most three at a time; the same news is not said twice.

import { useSyncExternalStore } from "react";

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: "good" | "bad";
}

const SHOWN_FOR_MS = 6_000;
const MOST = 3;

let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

export function toast(text: string, tone: Toast["tone"] = "good"): void {
  const id = nextId++;
  show([...toasts.filter((other) => other.text !== text), { id, text, tone }].slice(-MOST));
  setTimeout(() => dismiss(id), SHOWN_FOR_MS);
}

function dismiss(id: number): void {
  show(toasts.filter((other) => other.id !== id));
}

function show(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => toasts);
  return (
    <div aria-live="polite" className="fixed right-4 bottom-4 z-50 flex w-80 max-w-[90vw] flex-col gap-2">
      {shown.map(({ id, text, tone }) => (
        <button
          key={id}
          type="button"
          onClick={() => dismiss(id)}
          className={`rounded-md border px-3 py-2 text-left shadow-lg ${tone === "good" ? "border-good/40 bg-good-soft text-good" : "border-bad/40 bg-bad-soft text-bad"}`}
        >
          {text}
        </button>
      ))}
    </div>
  );
}
