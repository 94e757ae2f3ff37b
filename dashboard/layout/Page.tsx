// The anatomy of a page: what it is, what can be done here, and its content.

import { type ReactNode, useEffect } from "react";

export function Page({
  title,
  above,
  intro,
  actions,
  wide = false,
  children,
}: {
  /** The one h1, and the tab's title. */
  readonly title: string;
  /** Where this page belongs. */
  readonly above?: ReactNode;
  readonly intro?: ReactNode;
  readonly actions?: ReactNode;
  /** It takes all the room that there is. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · NexusCall`;
  }, [title]);
  return (
    <>
      <div
        data-wide={wide || undefined}
        className={`flex flex-wrap items-start justify-between gap-4 ${wide ? "mb-4" : "mb-6"}`}
      >
        <div className="min-w-0">
          {above && <div className="text-quiet mb-1 text-xs">{above}</div>}
          <h1 className="text-xl break-words">{title}</h1>
          {intro && <div className="text-quiet mt-1 max-w-prose">{intro}</div>}
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
      {children}
    </>
  );
}
