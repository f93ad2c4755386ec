import { describe, expect, it } from "vitest";
import type { RingNode } from "../api/types";
import { fitted, ringPlaces } from "./ring_layout";

const node = (id: string): RingNode => ({
  id, kind: id.startsWith("p") ? "person" : "device", number: 1, label: "", attempts: 1, persons: null,
  first_on: null, last_on: null, confirmed: false, cleared: false, own: false, hub: false,
});
const edge = (person: string, link: string) => ({ person, link, attempts: 1, first_on: "2026-01-01", last_on: "2026-01-01" });
// Two phones, each with its own persons.
const persons = Array.from({ length: 20 }, (_, n) => `p${n}`);
const two = {
  nodes: ["d0", "d1", ...persons].map(node),
  edges: persons.map((person, n) => edge(person, `d${n % 2}`)),
};

describe("the places of a ring's nodes", () => {
  const places = ringPlaces(two);
  const far = (a: string, b: string) => {
    const [one, other] = [places.get(a), places.get(b)];
    return one && other ? Math.hypot(one.x - other.x, one.y - other.y) : NaN;
  };

  it("are numbers, one for each node, and the same each time", () => {
    expect(places.size).toBe(two.nodes.length);
    for (const { x, y } of places.values()) expect(Number.isFinite(x) && Number.isFinite(y)).toBe(true);
    expect(ringPlaces(two)).toEqual(places);
  });

  it("keep any two nodes apart", () => {
    const ids = [...places.keys()];
    for (const a of ids) for (const b of ids) if (a < b) expect(far(a, b)).toBeGreaterThan(0.2);
  });

  it("put a person nearer to the own phone than to the other", () => {
    persons.forEach((person, n) => expect(far(person, `d${n % 2}`)).toBeLessThan(far(person, `d${1 - (n % 2)}`)));
  });

  it("are stretched over a box, to its edges and not beyond", () => {
    const inBox = [...fitted(places, 700, 300).values()];
    expect([Math.min(...inBox.map(({ x }) => x)), Math.max(...inBox.map(({ x }) => x))]).toEqual([0, 700]);
    expect([Math.min(...inBox.map(({ y }) => y)), Math.max(...inBox.map(({ y }) => y))]).toEqual([0, 300]);
    expect([...fitted(new Map([["p0", { x: 5, y: 5 }]]), 700, 300).values()]).toEqual([{ x: 350, y: 150 }]);
  });

  it("stand for one node alone and for none", () => {
    expect(ringPlaces({ nodes: [node("p0")], edges: [] }).size).toBe(1);
    expect(ringPlaces({ nodes: [], edges: [] }).size).toBe(0);
  });
});
