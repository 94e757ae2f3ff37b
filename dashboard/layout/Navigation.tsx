import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { signOut } from "../hub/session.ts";
import { Icon } from "../ui/Icon.tsx";
import { PLACES } from "./places.ts";

const LINK = "flex items-center gap-2 rounded px-3 py-1.5 hover:bg-sunken";

export function Navigation() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <nav aria-label={t("nav.label")} className="flex h-full flex-col gap-4 p-3">
      <Link to="/" className="text-strong hidden px-3 pt-2 text-base font-semibold md:block">
        NexusCall
      </Link>
      {PLACES.map(({ group, places }, index) => (
        <div key={group ?? index}>
          {group && <p className="text-quiet px-3 pb-1 text-xs font-medium">{t(group)}</p>}
          <ul>
            {places.map(({ to, label, icon }) => (
              <li key={to}>
                <Link
                  to={to}
                  activeOptions={{ exact: to === "/", includeSearch: false }}
                  className={LINK}
                  activeProps={{ className: `${LINK} bg-accent-soft text-accent font-medium` }}
                >
                  <Icon name={icon} />
                  {t(label)}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
      <div className="mt-auto">
        <a href="/docs" className={LINK}>
          <Icon name="docs" />
          {t("nav.docs")}
        </a>
        <button
          type="button"
          className={`${LINK} w-full`}
          onClick={() => void signOut().then(() => navigate({ to: "/sign-in", search: {} }))}
        >
          <Icon name="leave" />
          {t("signIn.signOut")}
        </button>
      </div>
    </nav>
  );
}
