import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { PERIODS, USAGE_SIDES, type UsageSearch } from "../../hub/search-params.ts";
import { Page } from "../../layout/Page.tsx";
import { SelectField } from "../../ui/Field.tsx";
import { Tabs } from "../../ui/Tabs.tsx";
import { Called } from "./Called.tsx";
import { Provided } from "./Provided.tsx";

export function Usage() {
  const { t } = useTranslation();
  const { as = "provider", period = "hour" } = useSearch({ from: "/inside/usage" });
  const navigate = useNavigate({ from: "/usage" });
  const set = (change: UsageSearch) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const contents = {
    provider: () => <Provided period={period} />,
    caller: () => <Called period={period} />,
  };
  return (
    <Page
      title={t("nav.usage")}
      actions={
        <SelectField
          label={t("usage.period")}
          value={period}
          onChange={({ target }) => set({ period: target.value as UsageSearch["period"] })}
          options={PERIODS.map((value) => ({ value, label: t(`usage.period_${value}`) }))}
        />
      }
    >
      <Tabs
        label={t("nav.usage")}
        chosen={as}
        choose={(id) => set({ as: id === "provider" ? undefined : id })}
        tabs={USAGE_SIDES.map((id) => ({ id, label: t(`usage.as_${id}`), content: contents[id] }))}
      />
    </Page>
  );
}
