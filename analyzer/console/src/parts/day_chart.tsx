// Counts by day as stacked columns, patterns beside colours. The table beside it says
// the same; a day under the pointer tells its counts.
import { useEffect, useId, useRef, useState } from "react";
import { namedEvery, stackOf, ticksTo, totalOf, type Series } from "./day_chart_model";

const kHeight = 210; // px of the picture, its legend apart
const [kLeft, kRight, kTop, kBottom] = [48, 12, 12, 24];
const kWidest = 36; // px of a column
const kName = 44; // px that the name of a day needs
// A mark for each series in its turn, drawn in white over its colour.
const kMarks = ["", "M0 8L8 0", "M0 4H8", "M4 0V8", "M0 0L8 8"] as const;

function useWidth() {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!place.current) return undefined;
    const watch = new ResizeObserver(([entry]) => { if (entry) setWidth(Math.floor(entry.contentRect.width)); });
    watch.observe(place.current);
    return () => watch.disconnect();
  }, []);
  return { place, width };
}

function Patterns({ id, series }: { id: string; series: readonly Series[] }) {
  return (
    <defs>
      {series.map(({ name, color }, n) => (
        <pattern key={name} id={`${id}-${n}`} width={8} height={8} patternUnits="userSpaceOnUse">
          <rect width={8} height={8} fill={color} />
          <path d={kMarks[n % kMarks.length]} stroke="#fff" strokeOpacity={0.6} strokeWidth={1.5} />
        </pattern>
      ))}
    </defs>
  );
}

function Columns({ days, series, width, id }: { days: string[]; series: readonly Series[]; width: number; id: string }) {
  const ticks = ticksTo(Math.max(0, ...days.map((_, day) => totalOf(series, day))));
  const most = ticks.at(-1) ?? 1;
  const y = (value: number) => kHeight - kBottom - (value / most) * (kHeight - kTop - kBottom);
  const step = (width - kLeft - kRight) / Math.max(1, days.length);
  const broad = Math.min(kWidest, step * 0.7);
  const every = namedEvery(step, kName);
  return (
    <>
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1={kLeft} x2={width - kRight} y1={y(tick)} y2={y(tick)} stroke={tick === 0 ? "#56606e" : "#e3e7ec"} />
          <text x={kLeft - 8} y={y(tick) + 4} textAnchor="end">{tick}</text>
        </g>
      ))}
      {days.map((day, n) => (
        <g key={day} className="chart-day">
          <title>{[day, ...series.map(({ name, values }) => `${name} ${values[n] ?? 0}`)].join("\n")}</title>
          <rect className="chart-under" x={kLeft + n * step} y={kTop} width={step} height={kHeight - kTop - kBottom} />
          {stackOf(series, n).map(({ from, to }, s) => to > from && (
            <rect key={series[s]?.name} x={kLeft + n * step + (step - broad) / 2} y={y(to)} width={broad} height={y(from) - y(to)} fill={`url(#${id}-${s})`} />
          ))}
          {n % every === 0 && <text x={kLeft + (n + 0.5) * step} y={kHeight - 6} textAnchor="middle">{day.slice(5)}</text>}
        </g>
      ))}
    </>
  );
}

export function DayChart({ days, series, label }: { days: string[]; series: readonly Series[]; label: string }) {
  const { place, width } = useWidth();
  const id = useId().replace(/[^\w]/g, "");
  return (
    <div ref={place} className="day-chart" data-testid="day-chart">
      <svg role="img" aria-label={label} width="100%" height={kHeight}>
        <Patterns id={id} series={series} />
        {width > 0 && <Columns days={days} series={series} width={width} id={id} />}
      </svg>
      <ul className="chart-legend" aria-hidden="true">
        {series.map(({ name }, n) => <li key={name}><svg width={22} height={14}><rect width={22} height={14} fill={`url(#${id}-${n})`} /></svg>{name}</li>)}
      </ul>
    </div>
  );
}
