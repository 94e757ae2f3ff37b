import type { ReactNode } from "react";

const TONES = {
  quiet: "border-line bg-panel",
  warn: "border-warn/40 bg-warn-soft text-warn",
  bad: "border-bad/40 bg-bad-soft text-bad",
} as const;

/** Says how things stand where there is nothing else to show, and what to do about it. */
export function Notice({
  title,
  tone = "quiet",
  children,
}: {
  readonly title: string;
  readonly tone?: keyof typeof TONES;
  readonly children?: ReactNode;
}) {
  return (
    <div role={tone === "bad" ? "alert" : undefined} className={`rounded-lg border p-6 ${TONES[tone]}`}>
      <p className={tone === "quiet" ? "text-strong font-medium" : "font-medium"}>{title}</p>
      {children && <div className="mt-1 flex flex-col items-start gap-3">{children}</div>}
    </div>
  );
}
