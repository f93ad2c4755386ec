// What a trial changes, in words; pure.
import type { NewTrial, PolicyFloor, PolicyValues } from "../api/types";
import type { TextKey, Texts } from "../text";

export type ValueName = Exclude<keyof PolicyValues, "floors_on" | "floors_off">;
export interface ValueRow {
  name: ValueName;
  least: number;
  most: number;
  step: number;
}
export const kAttemptValues: readonly ValueRow[] = [
  { name: "review", least: 0.01, most: 1, step: 0.01 }, { name: "review_without_model", least: 0.01, most: 1, step: 0.01 },
  { name: "least_reason", least: 0, most: 5, step: 0.1 }, { name: "spot_check", least: 0, most: 1, step: 0.01 },
];
export const kReportValues: readonly ValueRow[] = [
  { name: "report_medium", least: 0.01, most: 0.99, step: 0.01 }, { name: "report_high", least: 0.01, most: 0.99, step: 0.01 },
  { name: "report_critical", least: 0.01, most: 0.99, step: 0.01 },
];
export const kValues = [...kAttemptValues, ...kReportValues];

export const valueName = (name: ValueName, { t }: Texts) => t(`trials.${name}` as TextKey);
// A bureau's own floor has its id for a name.
export const floorName = (id: string, { word }: Texts) => word("trials.floor", id);

export interface Wish {
  values: Partial<Record<ValueName, number | null>>;
  floors: readonly string[]; // those on
}

export const wishOf = (present: PolicyValues, floors: readonly PolicyFloor[]): Wish => ({
  values: Object.fromEntries(kValues.map(({ name }) => [name, present[name] ?? null])),
  floors: floors.filter(({ on }) => on).map(({ id }) => id),
});

export function inOrder({ values }: Wish): boolean {
  const numbers = kReportValues.map(({ name }) => values[name]).filter((n): n is number => typeof n === "number");
  return numbers.every((n, at) => at === 0 || n > (numbers[at - 1] ?? 0));
}

// What is to be sent; null where nothing differs from what is in force.
export function changeOf(wish: Wish, present: PolicyValues, floors: readonly PolicyFloor[]): Omit<NewTrial, "reason"> | null {
  const out: Omit<NewTrial, "reason"> = {};
  for (const { name } of kValues) {
    const value = wish.values[name];
    if (typeof value === "number" && value !== present[name]) out[name] = value;
  }
  const on = floors.filter((floor) => !floor.on && wish.floors.includes(floor.id)).map(({ id }) => id);
  const off = floors.filter((floor) => floor.on && !wish.floors.includes(floor.id)).map(({ id }) => id);
  if (on.length > 0) out.floors_on = on;
  if (off.length > 0) out.floors_off = off;
  return Object.keys(out).length > 0 ? out : null;
}

// A trial's change as its heading.
// `present`: what holds now, said before what would, where it differs.
export function headingOf(change: PolicyValues, texts: Texts, present?: PolicyValues): string {
  const { t } = texts;
  const names = (ids: readonly string[]) => ids.map((id) => floorName(id, texts)).join(t("common.comma"));
  const parts = kValues.filter(({ name }) => change[name] !== undefined).map(({ name }) => `${valueName(name, texts)} ${present && present[name] !== change[name] ? `${present[name]} → ` : ""}${change[name]}`);
  if (change.floors_on?.length) parts.push(t("trials.floors.on", { names: names(change.floors_on) }));
  if (change.floors_off?.length) parts.push(t("trials.floors.off", { names: names(change.floors_off) }));
  return parts.join(t("common.semicolon"));
}
