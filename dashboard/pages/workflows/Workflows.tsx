import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { workflowPagesQuery } from "../../hub/workflows.ts";
import { Page } from "../../layout/Page.tsx";
import { StatusBadge } from "../../ui/Badge.tsx";
import { Button, buttonClass } from "../../ui/Button.tsx";
import { Failed } from "../../ui/Failed.tsx";
import { Loading } from "../../ui/Loading.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Time } from "../../ui/Time.tsx";

export function Workflows() {
  const { t } = useTranslation();
  const found = useInfiniteQuery(workflowPagesQuery);
  const workflows = (found.data?.pages ?? []).flatMap(({ data }) => data);
  const create = (
    <Link to="/workflows/new" className={buttonClass("primary")}>
      {t("workflows.new")}
    </Link>
  );
  return (
    <Page title={t("nav.workflows")} actions={workflows.length > 0 && create}>
      {found.isPending ? (
        <Loading />
      ) : found.error ? (
        <Failed error={found.error} retry={() => void found.refetch()} />
      ) : workflows.length === 0 ? (
        <Notice title={t("workflows.empty")}>
          <p>{t("workflows.emptyHint")}</p>
          {create}
        </Notice>
      ) : (
        <>
          <ul className="border-line bg-panel rounded-lg border px-4">
            {workflows.map(({ id, name, description, version, status, updatedAt }) => (
              <li
                key={id}
                className="border-line flex flex-wrap items-center justify-between gap-3 border-t py-3 first:border-t-0"
              >
                <div className="min-w-0">
                  <Link
                    to="/workflows/$workflowId"
                    params={{ workflowId: id }}
                    search={{}}
                    className="text-strong font-medium break-all hover:underline"
                  >
                    {name}
                  </Link>{" "}
                  <span className="text-quiet">{t("tool.version", { version })}</span> <StatusBadge status={status} />
                  <p className="text-quiet">{description}</p>
                </div>
                <span className="text-quiet text-xs">
                  <Time at={updatedAt} />
                </span>
              </li>
            ))}
          </ul>
          {found.hasNextPage && (
            <Button className="mt-4" disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
              {t("common.more")}
            </Button>
          )}
        </>
      )}
    </Page>
  );
}
