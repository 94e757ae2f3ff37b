// Lines over time, on a canvas; the same numbers as a table for who cannot see it, or wants them exactly.

import "uplot/dist/uPlot.min.css";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import UPlot from "uplot";
import { currentLanguage } from "../i18n/i18n.ts";
import { Time } from "./Time.tsx";

const HEIGHT = 200;
const COLOURS = ["--color-accent", "--color-warn", "--color-bad"];

export interface Line {
  readonly label: string;
  /** Null where there is nothing to show. */
  readonly values: readonly (number | null)[];
}

export default function Chart({
  title,
  times,
  lines,
  unit = "",
}: {
  readonly title: string;
  /** ISO 8601, ascending. */
  readonly times: readonly string[];
  readonly lines: readonly Line[];
  readonly unit?: string;
}) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const colour = (name: string) => computedColour(element, name);
    const axis = { stroke: colour("--color-quiet"), grid: { stroke: colour("--color-line") }, ticks: { show: false } };
    const plot = new UPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        series: [
          {
            label: t("calls.time"),
            value: (_: UPlot, second: number | null) => (second === null ? "–" : timeText(second, "short")),
          },
          ...lines.map(({ label, values }, i) => ({
            label,
            stroke: colour(COLOURS[i % COLOURS.length] ?? "--color-accent"),
            width: 2,
            spanGaps: true,
            // One value alone is no line.
            ...(values.filter((value) => value !== null).length === 1 && { points: { show: true } }),
            value: (_: UPlot, value: number | null) => (value === null ? "–" : `${value}${unit}`),
          })),
        ],
        axes: [
          { ...axis, values: (_: UPlot, seconds: readonly number[]) => seconds.map(tickText) },
          { ...axis, size: 60 },
        ],
        scales: { y: { range: (_, __, max) => [0, Math.max(1, max * 1.1)] } },
      },
      [times.map((time) => Date.parse(time) / 1000), ...lines.map(({ values }) => [...values])],
      element,
    );
    const resize = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }));
    resize.observe(element);
    return () => {
      resize.disconnect();
      plot.destroy();
    };
  }, [times, lines, unit, t]);
  return (
    <figure>
      <div ref={place} aria-hidden className="text-quiet w-full" />
      <details className="mt-2">
        <summary className="text-accent text-xs">{t("tool.asTable")}</summary>
        <div className="max-h-64 overflow-auto" tabIndex={0} role="group" aria-label={title}>
          <table className="w-full text-left tabular-nums">
            <thead className="text-quiet text-xs">
              <tr>
                <th scope="col">{t("calls.time")}</th>
                {lines.map(({ label }) => (
                  <th key={label} scope="col">
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {times.map((time, row) => (
                <tr key={time} className="border-line border-t">
                  <td>
                    <Time at={time} />
                  </td>
                  {lines.map(({ label, values }) => (
                    <td key={label}>{values[row] ?? "–"}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}

/** The time of day; of midnight, and so of days, the date. */
function tickText(second: number): string {
  const date = new Date(second * 1_000);
  const isDay = date.getHours() === 0 && date.getMinutes() === 0;
  return isDay ? date.toLocaleDateString(currentLanguage(), { month: "short", day: "numeric" }) : timeText(second);
}

function timeText(second: number, dateStyle?: "short"): string {
  return new Date(second * 1_000).toLocaleString(currentLanguage(), { dateStyle, timeStyle: "short" });
}

/** A canvas knows no variables, and no `light-dark()`: what the theme makes of a colour. */
function computedColour(element: HTMLElement, name: string): string {
  const probe = document.createElement("i");
  probe.style.color = `var(${name})`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
