// Where one can go: the navigation and the palette show the same.

import type { LinkProps } from "@tanstack/react-router";
import type { en } from "../i18n/en.ts";
import type { IconName } from "../ui/Icon.tsx";

type Label = `nav.${keyof typeof en.nav}`;

export interface Place {
  readonly to: NonNullable<LinkProps["to"]>;
  readonly label: Label;
  readonly icon: IconName;
}

export const PLACES: readonly { readonly group: Label | null; readonly places: readonly Place[] }[] = [
  { group: null, places: [{ to: "/", label: "nav.start", icon: "start" }] },
  {
    group: "nav.tools",
    places: [
      { to: "/registry", label: "nav.registry", icon: "search" },
      { to: "/playground", label: "nav.playground", icon: "play" },
      { to: "/my-tools", label: "nav.myTools", icon: "tool" },
      { to: "/servers", label: "nav.servers", icon: "server" },
    ],
  },
  {
    group: "nav.automation",
    places: [
      { to: "/marketplace", label: "nav.marketplace", icon: "market" },
      { to: "/workflows", label: "nav.workflows", icon: "workflow" },
      { to: "/runs", label: "nav.runs", icon: "runs" },
      { to: "/handoffs", label: "nav.handoffs", icon: "handoff" },
    ],
  },
  {
    group: "nav.activity",
    places: [
      { to: "/calls", label: "nav.calls", icon: "calls" },
      { to: "/usage", label: "nav.usage", icon: "usage" },
    ],
  },
  { group: null, places: [{ to: "/settings", label: "nav.settings", icon: "settings" }] },
];
