import { currentLanguage } from "../i18n/i18n.ts";

/** In the local zone; the exact time, in UTC, shows when it is pointed at. */
export function Time({ at, seconds = false }: { readonly at: string; readonly seconds?: boolean }) {
  const date = new Date(at);
  const shown = date.toLocaleString(currentLanguage(), {
    dateStyle: "medium",
    timeStyle: seconds ? "medium" : "short",
  });
  return (
    <time dateTime={at} title={date.toISOString()} className="whitespace-nowrap">
      {shown}
    </time>
  );
}
