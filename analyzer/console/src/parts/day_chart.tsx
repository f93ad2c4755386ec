// Counts by day as stacked columns, patterns beside colours. Loaded when a chart is
// shown; the table beside it says the same.
import { BarChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";

echarts.use([BarChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

export interface Series {
  name: string;
  color: string;
  values: number[];
}

export default function DayChart({ days, series, label }: { days: string[]; series: Series[]; label: string }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!place.current) return undefined;
    const chart = echarts.init(place.current);
    chart.setOption({
      animation: false,
      aria: { enabled: true, label: { enabled: false }, decal: { show: true } },
      tooltip: { trigger: "axis", renderMode: "richText" },
      legend: { bottom: 0, textStyle: { color: "#1f2733", fontSize: 14 } },
      grid: { left: 48, right: 12, top: 12, bottom: 62 },
      xAxis: { type: "category", data: days.map((day) => day.slice(5)), axisLabel: { color: "#56606e" } },
      yAxis: { type: "value", minInterval: 1, axisLabel: { color: "#56606e" } },
      series: series.map(({ name, color, values }) => ({ type: "bar", stack: "all", name, data: values, itemStyle: { color }, barMaxWidth: 36 })),
    });
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(place.current);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [days, series]);
  return <div ref={place} style={{ height: 260 }} role="img" aria-label={label} data-testid="day-chart" />;
}
