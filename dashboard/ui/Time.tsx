import { currentLanguage } from "../i18n/i18n.ts";

/** In the local zone, the year where it is another one; the exact time, in UTC, shows when it is pointed at. */
export function Time({ at, seconds = false }: { readonly at: string; readonly seconds?: boolean }) {
  const date = new Date(at);
  const shown = date.toLocaleString(currentLanguage(), {
    ...(date.getFullYear() !== new Date().getFullYear() && { year: "numeric" }),
    month: "short",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
    ...(seconds && { second: "2-digit" }),
  });
  return (
    <time dateTime={at} title={date.toISOString()} className="whitespace-nowrap">
      {shown}
    </time>
  );
}
