// What stands around every page: the navigation, and the place where the page comes.

import { Outlet, useRouterState } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../ui/Icon.tsx";
import { PaletteKey } from "./PaletteKey.tsx";
import { Navigation } from "./Navigation.tsx";

export function Frame() {
  const { t } = useTranslation();
  const [menuOpen, setMenuOpen] = useState(false);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);

  // A page that is turned is a page for a screen reader, too.
  useEffect(() => {
    setMenuOpen(false);
    if (!isFirst.current) main.current?.focus({ preventScroll: true });
    isFirst.current = false;
  }, [path]);

  return (
    <div id="frame" className="min-h-screen md:grid md:grid-cols-[14rem_minmax(0,1fr)]">
      <a
        href="#main"
        className="bg-accent-fill text-on-accent fixed top-2 left-2 z-50 -translate-y-20 rounded px-3 py-2 focus:translate-y-0"
      >
        {t("nav.skip")}
      </a>
      <header className="border-line bg-panel flex items-center justify-between border-b px-4 py-2 md:hidden">
        <span className="text-strong font-semibold">NexusCall</span>
        <button
          type="button"
          className="rounded p-2"
          aria-expanded={menuOpen}
          aria-controls="navigation"
          onClick={() => setMenuOpen(!menuOpen)}
        >
          <Icon name="menu" title={menuOpen ? t("nav.close") : t("nav.open")} />
        </button>
      </header>
      <div
        id="navigation"
        className={`border-line bg-panel border-r md:sticky md:top-0 md:block md:h-screen md:overflow-y-auto ${menuOpen ? "" : "hidden"}`}
      >
        <Navigation />
      </div>
      <main
        id="main"
        ref={main}
        tabIndex={-1}
        className="mx-auto w-full max-w-7xl p-4 outline-none has-[>[data-wide]]:max-w-none md:p-8 has-[>[data-wide]]:md:p-4"
      >
        <Outlet />
      </main>
      <PaletteKey />
    </div>
  );
}
