// The other versions that its provider has of a tool, and what is different in them.

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Tool, toolsQuery } from "../../hub/tools.ts";
import { StatusBadge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { Failed } from "../../ui/Failed.tsx";
import { ListRow } from "../../ui/List.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Time } from "../../ui/Time.tsx";
import { PatchList } from "../servers/PatchList.tsx";
import type { Operation } from "../servers/patch-steps.ts";

/** The highest; of more nobody keeps count. */
const SHOWN = 50;

export function ToolVersions({ tool }: { readonly tool: Tool }) {
  const { t } = useTranslation();
  const { name, agentId } = tool;
  const { data } = useQuery(toolsQuery({ name, agentId, sort: "version", limit: SHOWN }));
  const [compared, setCompared] = useState<string | null>(null);
  const others = (data?.data ?? []).filter(({ id }) => id !== tool.id);
  if (others.length === 0) return null;
  return (
    <Panel title={t("tool.versions")}>
      <ul>
        {others.map((other) => (
          <ListRow
            key={other.id}
            aside={
              <Button
                aria-expanded={compared === other.id}
                aria-label={`${t("tool.compare")}: ${other.version}`}
                onClick={() => setCompared(compared === other.id ? null : other.id)}
              >
                {t("tool.compare")}
              </Button>
            }
          >
            <Link
              to="/tools/$toolId"
              params={{ toolId: other.id }}
              search={{}}
              className="text-strong font-medium hover:underline"
            >
              {t("tool.version", { version: other.version })}
            </Link>{" "}
            <StatusBadge status={other.status} />{" "}
            <span className="text-quiet text-xs">
              <Time at={other.createdAt} />
            </span>
            {compared === other.id && <Difference from={other} to={tool} />}
          </ListRow>
        ))}
      </ul>
    </Panel>
  );
}

function Difference({ from, to }: { readonly from: Tool; readonly to: Tool }) {
  const { t } = useTranslation();
  const before = comparable(from);
  const { data: patch, error } = useQuery({
    queryKey: ["tool", to.id, "from", from.id, from.updatedAt, to.updatedAt],
    queryFn: async () => {
      const { createPatch } = await import("rfc6902");
      return createPatch(before, comparable(to)) as Operation[];
    },
  });
  if (error) return <Failed error={error} />;
  if (!patch) return <Loading />;
  return (
    <div className="mt-2">
      {patch.length === 0 ? (
        <p className="text-quiet">{t("tool.noDifference")}</p>
      ) : (
        <PatchList before={before} patch={patch} />
      )}
    </div>
  );
}

/** What a caller of another version has to look at. */
function comparable({ description, inputSchema, outputSchema, category, tags, pricing, rateLimit, authType }: Tool) {
  return { description, inputSchema, outputSchema, category, tags, pricing, rateLimit, authType };
}
