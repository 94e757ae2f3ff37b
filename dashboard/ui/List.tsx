import type { ReactNode } from "react";

/** Things one below the other, in one frame. */
export function List({ label, children }: { readonly label?: string; readonly children: ReactNode }) {
  return (
    <ul aria-label={label} className="border-line bg-panel rounded-lg border px-4">
      {children}
    </ul>
  );
}

export function ListRow({ children, aside }: { readonly children: ReactNode; readonly aside?: ReactNode }) {
  return (
    <li className="border-line flex flex-wrap items-center justify-between gap-3 border-t py-3 first:border-t-0">
      <div className="min-w-0">{children}</div>
      {aside && <div className="text-quiet flex items-center gap-2 text-xs">{aside}</div>}
    </li>
  );
}
