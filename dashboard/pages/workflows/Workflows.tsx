import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { workflowPagesQuery } from "../../hub/workflows.ts";
import { Page } from "../../layout/Page.tsx";
import { StatusBadge } from "../../ui/Badge.tsx";
import { buttonClass } from "../../ui/Button.tsx";
import { Notice } from "../../ui/Notice.tsx";
import { Rows, rowsOf } from "../../ui/Rows.tsx";
import { Time } from "../../ui/Time.tsx";

export function Workflows() {
  const { t } = useTranslation();
  const found = useInfiniteQuery(workflowPagesQuery);
  const isEmpty = rowsOf(found).length === 0;
  const create = (
    <Link to="/workflows/new" search={{}} className={buttonClass("primary")}>
      {t("workflows.new")}
    </Link>
  );
  return (
    <Page title={t("nav.workflows")} actions={!isEmpty && create}>
      <Rows
        of={found}
        empty={
          <Notice title={t("workflows.empty")}>
            <p>{t("workflows.emptyHint")}</p>
            {create}
          </Notice>
        }
      >
        {(workflows) => (
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
        )}
      </Rows>
    </Page>
  );
}
