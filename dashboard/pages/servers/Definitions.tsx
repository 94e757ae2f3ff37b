import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type DefinitionKind, definitionPagesQuery } from "../../hub/servers.ts";
import { JsonCode } from "../../ui/Code.tsx";
import { List, ListRow } from "../../ui/List.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Rows } from "../../ui/Rows.tsx";

/** What a server calls each kind by. */
const NAMED_BY = { tool: "name", resource: "uri", template: "uriTemplate", prompt: "name" } as const;

export function Definitions({ serverId, kind }: { readonly serverId: string; readonly kind: DefinitionKind }) {
  const { t } = useTranslation();
  const found = useInfiniteQuery(definitionPagesQuery(serverId, kind));
  return (
    <Rows of={found} empty={<Notice title={t("servers.noDefinitions")} />}>
      {(rows) => (
        <List label={t(`servers.tab_${kind}`)}>
          {rows.map(({ toolId, definition }) => {
            const name = String(definition[NAMED_BY[kind]]);
            const { description } = definition;
            return (
              <ListRow
                key={name}
                aside={
                  toolId !== null && (
                    <Link
                      to="/tools/$toolId"
                      params={{ toolId }}
                      search={{}}
                      aria-label={`${t("servers.openTool")}: ${name}`}
                      className="text-accent underline"
                    >
                      {t("servers.openTool")}
                    </Link>
                  )
                }
              >
                <code className="text-strong font-medium break-all">{name}</code>
                {typeof description === "string" && (
                  <p className="text-quiet max-w-prose break-words whitespace-pre-wrap">{description}</p>
                )}
                <details className="mt-1">
                  <summary className="text-accent text-xs">{t("servers.definition")}</summary>
                  <JsonCode label={`${t("servers.definition")}: ${name}`} value={definition} />
                </details>
              </ListRow>
            );
          })}
        </List>
      )}
    </Rows>
  );
}
