// A rule's sentence without a case: "{value}" and the like are filled in on a case. Pure.
import type { TextKey, Texts } from "../text";

const kWords: Record<string, TextKey> = {
  date: "rules.some.day", from: "rules.some.day", until: "rules.some.day", time: "rules.some.time", moment: "rules.some.time",
  hour: "rules.some.hour", name: "rules.some.name", source: "rules.some.source", sources: "rules.some.source",
  host: "rules.some.host", place: "rules.some.place", kind: "rules.some.kind",
};

export function sentenceOfRule(sentence: string, { t }: Pick<Texts, "t">): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => t(kWords[name] ?? "rules.some.number"));
}
