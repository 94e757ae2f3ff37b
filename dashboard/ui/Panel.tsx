import type { ReactNode } from "react";

/** A part of a page that stands for itself. */
export function Panel({
  title,
  actions,
  children,
}: {
  readonly title?: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section aria-label={title} className="border-line bg-panel rounded-lg border p-4">
      {title && (
        <div className="mb-3 flex items-center justify-between gap-2">
          <h2>{title}</h2>
          {actions}
        </div>
      )}
      {children}
    </section>
  );
}
