// The few pictures of the dashboard, as strokes on a field of 16.

const PATHS = {
  start: "M2 7.5 8 2l6 5.5M3.5 6.5V14h9V6.5",
  search: "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10Zm3.5-1.5L14 14",
  calls: "M2 5h9M8 2l3 3-3 3M14 11H5m3 3-3-3 3-3",
  settings: "M2 4.5h7m3 0h2M2 11.5h2m3 0h7M10.5 3v3M5.5 10v3",
  docs: "M4 2h6l3 3v9H4zM6 8h5M6 11h5",
  leave: "M6 2H3v12h3M7 8h7m-3-3 3 3-3 3",
  menu: "M2 4h12M2 8h12M2 12h12",
  copy: "M5 5h8v9H5zM3 11V2h8",
  tool: "M10 2a4 4 0 0 0-4 5L2 11l3 3 4-4a4 4 0 0 0 5-4l-2.5 1.5L9 5z",
  server: "M2.5 3h11v4h-11zM2.5 9h11v4h-11zM5 5h.01M5 11h.01",
  market: "M2.5 6h11l-1-3.5h-9zM3.5 6v7.5h9V6M6.5 13.5v-4h3v4",
  usage: "M2 14h12M4 14V8M8 14V3M12 14v-4",
  play: "M4 2.5v11l9-5.5z",
  workflow: "M2 3h4v4H2zM10 9h4v4h-4zM6 5h3v6h1",
  transform: "M6 3C4 3 5 7 3 8c2 1 1 5 3 5M10 3c2 0 1 4 3 5-2 1-1 5-3 5",
  handoff: "M2 5.5h8M8 3l2.5 2.5L8 8M14 10.5H6M8 8l-2.5 2.5L8 13",
  wait: "M4 2h8M4 14h8M5 2c0 3 6 9 6 12M11 2c0 3-6 9-6 12",
  runs: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Zm0-9v3l2 2",
} as const;

export type IconName = keyof typeof PATHS;

/** With a title it says something; without one it only decorates. */
export function Icon({ name, title }: { readonly name: IconName; readonly title?: string }) {
  const said = title === undefined ? { "aria-hidden": true } : { role: "img", "aria-label": title };
  return (
    <svg viewBox="0 0 16 16" className="size-4 shrink-0" fill="none" stroke="currentColor" strokeWidth="1.4" {...said}>
      <path d={PATHS[name]} strokeLinejoin="round" strokeLinecap="round" />
    </svg>
  );
}
