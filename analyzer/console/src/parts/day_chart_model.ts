// The measures of a chart of counts by day: scale, ticks and which days are named.
// Pure; day_chart.tsx draws them.

export interface Series {
  name: string;
  color: string;
  values: number[];
}

// At most five whole steps from 0 up to at least `most`, each 1, 2 or 5 times a power of ten.
export function ticksTo(most: number): number[] {
  const wanted = Math.max(1, most) / 5;
  const power = 10 ** Math.max(0, Math.floor(Math.log10(wanted)));
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= wanted) ?? 10 * power;
  const out = [0];
  while ((out.at(-1) ?? 0) < Math.max(1, most)) out.push((out.at(-1) ?? 0) + step);
  return out;
}

// Every how many-th day is named, so that names of `needed` px do not touch in columns of `width`.
export const namedEvery = (width: number, needed: number) => Math.max(1, Math.ceil(needed / Math.max(1, width)));

// From where to where each series stands above the day, the first lowest.
export function stackOf(series: readonly Series[], day: number): { from: number; to: number }[] {
  let top = 0;
  return series.map(({ values }) => {
    const from = top;
    top += values[day] ?? 0;
    return { from, to: top };
  });
}

export const totalOf = (series: readonly Series[], day: number) => series.reduce((sum, { values }) => sum + (values[day] ?? 0), 0);
