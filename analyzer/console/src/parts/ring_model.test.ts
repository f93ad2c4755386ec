import { describe, expect, it } from "vitest";
import type { Ring, RingNode } from "../api/types";
import { fill } from "../text";
import { zh, type TextKey } from "../text/zh";
import { dayRange, letters, ringName, ringNodes, ringRows, ringShapes } from "./ring_model";

const texts = { t: (key: TextKey, values?: Record<string, string | number>) => fill(zh[key], values) };

const node = (kind: RingNode["kind"], number: number, more: Partial<RingNode> = {}): RingNode => ({
  id: `${kind}-${number}`, kind, number, label: "", attempts: 2, persons: kind === "person" ? null : 3,
  first_on: "2026-01-01", last_on: "2026-02-01", confirmed: false, cleared: false, own: false, hub: false, ...more,
});

const ring = (nodes: RingNode[], edges: [string, string][] = []): Ring => ({
  steps: 2, nodes, persons: 0, links: 0, hubs: 0, left_out_persons: 0, left_out_links: 0, cut: false,
  edges: edges.map(([person, link]) => ({ person, link, attempts: 1, first_on: "2026-01-01", last_on: "2026-01-01" })),
});

describe("a ring's nodes", () => {
  it("are numbered if persons, lettered if links", () => {
    expect([1, 26, 27, 52, 53, 702, 703].map(letters)).toEqual(["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    expect(ringName(node("person", 3), texts)).toBe("人员3");
    expect(ringName(node("device", 2), texts)).toBe("手机B");
  });

  it("say in words what a colour says", () => {
    const [bad, hub, own] = ringNodes(
      ring([node("device", 1, { confirmed: true }), node("wifi", 1, { hub: true }), node("person", 1, { own: true })]), texts);
    expect(bad?.name).toContain(zh["ring.mark.confirmed"]);
    expect(hub?.name).toContain(zh["ring.mark.hub"]);
    expect(own?.marks).toEqual(["own"]);
  });

  it("are all named in a small ring; in a large one persons only if they matter", () => {
    const persons = Array.from({ length: 40 }, (_, i) => node("person", i + 1, { own: i === 0 }));
    const drawn = ringNodes(ring([node("device", 1), ...persons]), texts);
    expect(drawn.filter((each) => each.named).map((each) => each.id)).toEqual(["device-1", "person-1"]);
    expect(ringNodes(ring(persons.slice(0, 3)), texts).every((each) => each.named)).toBe(true);
  });

  it("have a shape of their own by kind", () => {
    expect(new Set(Object.values(ringShapes)).size).toBe(5);
  });
});

describe("a ring's table", () => {
  it("says what the picture says: who hangs together with what", () => {
    const rows = ringRows(
      ring([node("device", 1), node("wifi", 1, { hub: true, persons: 12 }), node("person", 1), node("person", 2)],
        [["person-1", "device-1"], ["person-2", "device-1"], ["person-2", "wifi-1"]]), texts);
    expect(rows.map((row) => row.with)).toEqual([["人员1", "人员2"], ["人员2"], ["手机A"], ["手机A", "网络A"]]);
    expect(rows[0]?.persons).toBe("3");
    expect(rows[1]?.persons).toBe(fill(zh["ring.more_than"], { n: 12 }));
    expect(rows[2]?.persons).toBe("");
  });

  it("shows one day as one, and none as nothing", () => {
    expect(dayRange("2026-01-01", "2026-01-01")).toBe("2026-01-01");
    expect(dayRange("2026-01-01", "2026-01-02")).toBe("2026-01-01 – 2026-01-02");
    expect(dayRange(null, null)).toBe("");
  });
});
