import { useInfiniteQuery, useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { queryClient } from "../../hub/hub.ts";
import { restoreVersion, versionDiffQuery, versionPagesQuery, type Workflow } from "../../hub/workflows.ts";
import { Badge } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { JsonCode } from "../../ui/Code.tsx";
import { Failed, textOf } from "../../ui/Failed.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Rows } from "../../ui/Rows.tsx";
import { Time } from "../../ui/Time.tsx";
import { toast } from "../../ui/Toasts.tsx";

export function Versions({ workflow }: { readonly workflow: Workflow }) {
  const { t } = useTranslation();
  const { id, version: current } = workflow;
  const found = useInfiniteQuery(versionPagesQuery(id));
  const [compared, setCompared] = useState<number | null>(null);
  const restore = useMutation({
    mutationFn: restoreVersion(id),
    onSuccess: async ({ version }) => {
      await queryClient.invalidateQueries({ queryKey: ["workflow", id] });
      toast(t("workflows.saved", { version }));
    },
    onError: (error) => toast(textOf(error, t("common.offline")), "bad"),
  });
  return (
    <Rows of={found} empty={null}>
      {(versions) => (
        <ol className="border-line bg-panel rounded-lg border px-4">
          {versions.map(({ version, createdAt, restores }) => (
            <li key={version} className="border-line border-t py-3 first:border-t-0">
              <div className="flex flex-wrap items-center justify-between gap-2">
                <span>
                  <span className="text-strong font-medium">{t("tool.version", { version })}</span>{" "}
                  {version === current && <Badge tone="accent">{t("workflows.current")}</Badge>}{" "}
                  {restores !== null && <Badge>{t("workflows.restores", { version: restores })}</Badge>}{" "}
                  <span className="text-quiet text-xs">
                    <Time at={createdAt} />
                  </span>
                </span>
                {version !== current && (
                  <span className="flex gap-2">
                    <Button
                      aria-expanded={compared === version}
                      aria-label={`${t("workflows.compare")}: ${version}`}
                      onClick={() => setCompared(compared === version ? null : version)}
                    >
                      {t("workflows.compare")}
                    </Button>
                    <Button
                      disabled={restore.isPending}
                      aria-label={`${t("workflows.rollBack")}: ${version}`}
                      onClick={() => restore.mutate(version)}
                    >
                      {t("workflows.rollBack")}
                    </Button>
                  </span>
                )}
              </div>
              {compared === version && <Difference workflowId={id} from={version} to={current} />}
            </li>
          ))}
        </ol>
      )}
    </Rows>
  );
}

function Difference({
  workflowId,
  from,
  to,
}: {
  readonly workflowId: string;
  readonly from: number;
  readonly to: number;
}) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(versionDiffQuery(workflowId, from, to));
  if (error && !data) return <Failed error={error} retry={() => void refetch()} />;
  if (!data) return <Loading />;
  const { steps, patch } = data;
  return (
    <div className="mt-3 flex flex-col gap-2">
      <ul>
        {steps.added.map((id) => (
          <li key={id} className="text-good">
            + {id}
          </li>
        ))}
        {steps.removed.map((id) => (
          <li key={id} className="text-bad">
            − {id}
          </li>
        ))}
        {steps.changed.map(({ id, fields }) => (
          <li key={id} className="text-warn">
            ~ {id}: {fields.join(", ")}
          </li>
        ))}
      </ul>
      <JsonCode label={t("workflows.compare")} value={patch} />
    </div>
  );
}
