import type { ReactNode } from "react";

/** Names and what they are, side by side. */
export function Facts({ facts }: { readonly facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-2 lg:grid-cols-3">
      {facts.map(([name, value]) => (
        <div key={name} className="min-w-0">
          <dt className="text-quiet text-xs">{name}</dt>
          <dd className="text-strong break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
