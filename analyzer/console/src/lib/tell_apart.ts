// What is put behind titles that are the same in one list, so that a person can
// tell the rows apart: where, else when, else the end of the number. Pure.

export interface Titled {
  id: string;
  title: string;
}

// `ways`: what may tell rows apart, the plainest first. Of each row whose title is
// not its own: its words by the first ways that together tell all of them apart.
export function tellApart<T extends Titled>(rows: readonly T[], ways: readonly ((row: T) => string)[]): Map<string, string> {
  const alike = new Map<string, T[]>();
  for (const row of rows) alike.set(row.title, [...(alike.get(row.title) ?? []), row]);
  const out = new Map<string, string>();
  for (const group of alike.values()) {
    if (group.length < 2) continue;
    let words = group.map(() => [] as string[]);
    for (const way of ways) {
      if (new Set(words.map((one) => one.join("\n"))).size === group.length) break;
      const said = group.map(way);
      if (new Set(said).size > 1) words = words.map((one, i) => (said[i] ? [...one, said[i] as string] : one));
    }
    group.forEach(({ id }, i) => { if (words[i]?.length) out.set(id, (words[i] as string[]).join(" · ")); });
  }
  return out;
}
