import { useState } from "react";
import { useTranslation } from "react-i18next";
import { chooseTheme, currentTheme, type Theme, THEMES } from "../../hub/theme.ts";
import { chooseLanguage, currentLanguage, type Language, LANGUAGES } from "../../i18n/i18n.ts";
import { Page } from "../../layout/Page.tsx";
import { SelectField } from "../../ui/Field.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Grants } from "./Grants.tsx";
import { Keys } from "./Keys.tsx";
import { Profile } from "./Profile.tsx";
import { Sessions } from "./Sessions.tsx";

export function Settings() {
  const { t } = useTranslation();
  return (
    <Page title={t("settings.title")}>
      <div className="flex flex-col gap-4">
        <Profile />
        <Keys />
        <Sessions />
        <Grants />
        <Appearance />
      </div>
    </Page>
  );
}

const THEME_NAMES = {
  system: "settings.themeSystem",
  light: "settings.themeLight",
  dark: "settings.themeDark",
} as const;

function Appearance() {
  const { t } = useTranslation();
  const [theme, setTheme] = useState(currentTheme);
  const choose = (next: Theme) => {
    chooseTheme(next);
    setTheme(next);
  };
  return (
    <Panel title={t("settings.appearance")}>
      <div className="flex flex-wrap gap-4">
        <SelectField
          label={t("settings.theme")}
          value={theme}
          onChange={({ target }) => choose(target.value as Theme)}
          options={THEMES.map((value) => ({ value, label: t(THEME_NAMES[value]) }))}
        />
        <SelectField
          label={t("settings.language")}
          value={currentLanguage()}
          onChange={({ target }) => void chooseLanguage(target.value as Language)}
          options={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
        />
      </div>
    </Panel>
  );
}
