import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

const TONES = {
  quiet: "bg-sunken text-plain",
  good: "bg-good-soft text-good",
  warn: "bg-warn-soft text-warn",
  bad: "bg-bad-soft text-bad",
  accent: "bg-accent-soft text-accent",
} as const;

export function Badge({
  tone = "quiet",
  children,
}: {
  readonly tone?: keyof typeof TONES;
  readonly children: ReactNode;
}) {
  return (
    <span className={`inline-block rounded px-1.5 py-0.5 text-xs font-medium whitespace-nowrap ${TONES[tone]}`}>
      {children}
    </span>
  );
}

const STATUS_TONES = {
  success: "good",
  active: "good",
  error: "bad",
  failed: "bad",
  timeout: "warn",
  deprecated: "warn",
  waiting: "warn",
  running: "accent",
  pending: "accent",
  cancelled: "quiet",
  skipped: "quiet",
  inactive: "quiet",
  draft: "quiet",
  archived: "quiet",
  accepted: "accent",
  completed: "good",
  rejected: "bad",
  expired: "warn",
} as const;

export type Status = keyof typeof STATUS_TONES;

/** The colours of a status, as classes. */
export function toneOf(status: Status): string {
  return TONES[STATUS_TONES[status]];
}

export function StatusBadge({ status }: { readonly status: Status }) {
  const { t } = useTranslation();
  return <Badge tone={STATUS_TONES[status]}>{t(`status.${status}`)}</Badge>;
}
