import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { RUN_STATUSES, type RunSearch } from "../../hub/search-params.ts";
import { Page } from "../../layout/Page.tsx";
import { SelectField } from "../../ui/Field.tsx";
import { RunList } from "./RunList.tsx";

export function Runs() {
  const { t } = useTranslation();
  const { status } = useSearch({ from: "/inside/runs" });
  const navigate = useNavigate({ from: "/runs" });
  return (
    <Page title={t("nav.runs")}>
      <div className="mb-4 flex">
        <SelectField
          label={t("calls.status")}
          value={status ?? ""}
          onChange={({ target }) =>
            void navigate({ search: { status: (target.value || undefined) as RunSearch["status"] } })
          }
          options={[
            { value: "", label: t("common.all") },
            ...RUN_STATUSES.map((value) => ({ value, label: t(`status.${value}`) })),
          ]}
        />
      </div>
      <RunList filters={{ status }} />
    </Page>
  );
}
