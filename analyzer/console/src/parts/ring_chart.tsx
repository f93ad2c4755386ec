// The ring as a graph. Loaded when a ring is shown, and not before: the library
// is larger than all else on the page.
import { GraphChart } from "echarts/charts";
import { TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import type { Ring } from "../api/types";
import { useTexts } from "../text";
import { fitted, ringPlaces } from "./ring_layout";
import { dayRange, ringNodes, ringShapes, type DrawnNode, type RingKind } from "./ring_model";

echarts.use([GraphChart, TooltipComponent, CanvasRenderer]);

const kFill: Record<RingKind, string> = {
  person: "#8fa3b8", device: "#3d6fa8", operator: "#7a5aa6", wifi: "#2f7f86", payee: "#9a6a1d",
};

const kFew = 6; // nodes that need but half the room

function styleOf(node: DrawnNode) {
  const color = node.marks.includes("confirmed") ? "#b01f24" : node.marks.includes("cleared") ? "#1c6b3c" : kFill[node.kind];
  if (node.marks.includes("hub")) return { color: "#ffffff", borderColor: color, borderWidth: 2, borderType: "dashed" as const };
  return node.marks.includes("own") ? { color, borderColor: "#111820", borderWidth: 3 } : { color, borderColor: "#ffffff", borderWidth: 1 };
}

// Room beside the outermost nodes; at the right, for their names.
const kRoom = { left: 30, right: 110, top: 28, bottom: 28 };

function optionOf(ring: Ring, texts: ReturnType<typeof useTexts>, box: HTMLElement) {
  const { t } = texts;
  const names = new Map<string, string>();
  const width = Math.max(80, box.clientWidth - kRoom.left - kRoom.right);
  const height = Math.max(80, box.clientHeight - kRoom.top - kRoom.bottom);
  const places = fitted(ringPlaces(ring), width, height);
  const data = ringNodes(ring, texts).map((node) => {
    names.set(node.id, node.name);
    return {
      id: node.id, ...places.get(node.id), name: node.id, value: node.name, symbol: `path://${ringShapes[node.kind]}`, symbolSize: node.size,
      symbolKeepAspect: true, itemStyle: styleOf(node), label: { show: node.named, formatter: node.name },
    };
  });
  const links = ring.edges.map((edge) => ({
    source: edge.person, target: edge.link,
    value: `${names.get(edge.person) ?? ""} — ${names.get(edge.link) ?? ""}: ${t("ring.edge", { n: edge.attempts, days: dayRange(edge.first_on, edge.last_on) })}`,
  }));
  return {
    animation: false,
    // Drawn on the canvas, not as HTML: names come from the server.
    tooltip: { renderMode: "richText" as const, formatter: (item: { value?: unknown; data?: { value?: string } }) => item.data?.value ?? "" },
    series: [{
      type: "graph" as const, layout: "none" as const, roam: "move" as const, data, links,
      // The places are pixels already: in a box of another size the chart would bend them.
      left: kRoom.left, top: kRoom.top, width, height,
      label: { position: "right" as const, color: "#1f2733", fontSize: 13, textBorderColor: "#ffffff", textBorderWidth: 2 },
      labelLayout: { hideOverlap: true },
      lineStyle: { color: "#8792a0", width: 1, opacity: 0.7 },
      emphasis: { focus: "adjacency" as const, label: { show: true } },
    }],
  };
}

export default function RingChart({ ring }: { ring: Ring }) {
  const texts = useTexts();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!place.current) return undefined;
    const box = place.current;
    const chart = echarts.init(box);
    const draw = () => chart.setOption(optionOf(ring, texts, box));
    draw();
    const watch = new ResizeObserver(() => {
      chart.resize();
      draw();
    });
    watch.observe(box);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [ring, texts]);
  const label = texts.t("ring.picture", { persons: ring.persons, links: ring.links, hubs: ring.hubs });
  return <div ref={place} className={ring.nodes.length <= kFew ? "ring-picture few" : "ring-picture"} role="img" aria-label={label} data-testid="ring-picture" />;
}
