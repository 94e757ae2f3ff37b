// Whether what happens is heard of as it happens, and what to do where it is not.

import { Link, useRouterState } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Connection } from "../hub/event-stream.ts";
import { Badge } from "../ui/Badge.tsx";

const TONES = { connecting: "quiet", open: "good", lost: "warn", signedOut: "bad" } as const;

export function ConnectionBadge({ connection }: { readonly connection: Connection }) {
  const { t } = useTranslation();
  const here = useRouterState({ select: ({ location }) => location.href });
  return (
    <span role="status" className="flex items-center gap-2">
      <Badge tone={TONES[connection]}>{t(`calls.connection_${connection}`)}</Badge>
      {connection === "signedOut" && (
        <Link to="/sign-in" search={{ to: here }} className="text-accent underline">
          {t("signIn.title")}
        </Link>
      )}
    </span>
  );
}

/** The same, where only its loss is worth a word. */
export function LostConnection({ connection }: { readonly connection: Connection }) {
  return connection === "lost" || connection === "signedOut" ? <ConnectionBadge connection={connection} /> : null;
}
