import { useTranslation } from "react-i18next";
import type { Server } from "../../hub/servers.ts";
import { Badge } from "../../ui/Badge.tsx";

/** Who may use it, and whether it answers. */
export function ServerState({ server }: { readonly server: Server }) {
  const { t } = useTranslation();
  const { connection, stale, isPublic } = server;
  const isThere = connection === null ? !stale : connection.connected;
  return (
    <>
      <Badge>{t(isPublic ? "servers.public" : "servers.private")}</Badge>{" "}
      <Badge tone={isThere ? "good" : "bad"}>{t(isThere ? "servers.answers" : "servers.away")}</Badge>
    </>
  );
}
