// Where the nodes of a ring are drawn. The chart's own forces push nodes out of its box and cut
// them off there. Pure, and the same each time.
import type { Ring } from "../api/types";

export interface Place {
  x: number;
  y: number;
}

const kSteps = 240;
const kFar = 3; // beyond so many lengths two nodes push each other no more

export function ringPlaces(ring: Pick<Ring, "nodes" | "edges">): Map<string, Place> {
  const at = new Map(ring.nodes.map(({ id }, index) => [id, index]));
  const count = ring.nodes.length;
  // Persons stand around, what they share within: a turn that never repeats keeps them apart.
  const kTurn = Math.PI * (3 - Math.sqrt(5));
  const places: Place[] = ring.nodes.map(({ kind }, index) => {
    const radius = (kind === "person" ? 1 : 0.4) * Math.sqrt(count) * (0.6 + (0.4 * (index + 1)) / count);
    return { x: radius * Math.cos(index * kTurn), y: radius * Math.sin(index * kTurn) };
  });
  const edges = ring.edges.flatMap(({ person, link }) => {
    const from = at.get(person);
    const to = at.get(link);
    return from === undefined || to === undefined ? [] : [[from, to] as const];
  });
  for (let step = 0; step < kSteps; ++step) {
    const moves: Place[] = places.map(({ x, y }) => ({ x: -0.02 * x, y: -0.02 * y })); // towards the middle
    const push = (from: number, to: number, by: (distance: number) => number) => {
      const a = places[from] as Place;
      const b = places[to] as Place;
      const distance = Math.max(0.01, Math.hypot(a.x - b.x, a.y - b.y));
      const force = by(distance) / distance;
      const [dx, dy] = [(a.x - b.x) * force, (a.y - b.y) * force];
      (moves[from] as Place).x += dx;
      (moves[from] as Place).y += dy;
      (moves[to] as Place).x -= dx;
      (moves[to] as Place).y -= dy;
    };
    for (let a = 0; a < count; ++a) for (let b = a + 1; b < count; ++b) push(a, b, (d) => (d > kFar ? 0 : 0.5 / d));
    for (const [from, to] of edges) push(from, to, (d) => -0.12 * d * d);
    const most = 0.6 * (1 - step / kSteps) + 0.01; // ever smaller steps
    places.forEach((place, index) => {
      const { x, y } = moves[index] as Place;
      const share = Math.min(1, most / Math.max(1e-9, Math.hypot(x, y)));
      place.x += x * share;
      place.y += y * share;
    });
  }
  return new Map(ring.nodes.map(({ id }, index) => [id, places[index] as Place]));
}

// The same places stretched over a box from (0, 0), in pixels.
export function fitted(places: ReadonlyMap<string, Place>, width: number, height: number): Map<string, Place> {
  const all = [...places.values()];
  const along = (of: (place: Place) => number, size: number) => {
    const least = Math.min(...all.map(of));
    const range = Math.max(...all.map(of)) - least;
    return (place: Place) => (range < 1e-9 ? size / 2 : ((of(place) - least) / range) * size);
  };
  const x = along((place) => place.x, width);
  const y = along((place) => place.y, height);
  return new Map([...places].map(([id, place]) => [id, { x: x(place), y: y(place) }]));
}
