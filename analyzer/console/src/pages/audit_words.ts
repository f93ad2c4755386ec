// What an entry of the audit log says, in words. Pure.
import type { PolicyValues } from "../api/types";
import { detailOf } from "../lib/feed_detail";
import { placeOf } from "../lib/regions";
import { showTime } from "../lib/time";
import { findings } from "../text/findings";
import type { TextKey, Texts } from "../text";
import { headingOf } from "./trial_words";

// "case.claimed" -> 领取; what has no text is shown as it is.
export function showAction(action: string, { word }: Pick<Texts, "word">): string {
  const named = word("done", action);
  if (named !== action) return named;
  const [object, verb] = action.split(".");
  return object === "case" && verb ? word("event", verb) : action;
}

// What it was done to: an id as it is, an indicator with the name of its kind.
export function showObject(object: string, { word, t }: Texts): string {
  const [, kind = "", value = ""] = /^([a-z]+):(.+)$/s.exec(object) ?? [];
  const named = kind === "" ? "" : word("indicator.kind", kind);
  if (named !== kind) return t("common.field", { name: named, value });
  return word("audit.object", object);
}

function listed(values: unknown[], of: (value: string) => string, { t }: Texts): string {
  return values.length === 0 ? t("common.none") : values.map((value) => of(String(value))).join(t("common.comma"));
}

const place = (code: string, { t, language }: Texts) => (code === "" ? t("audit.everywhere") : placeOf({ region: code }, language));

function valueOf(name: string, value: unknown, texts: Texts): string {
  const { t, word } = texts;
  if (Array.isArray(value)) {
    if (name === "roles" || name === "roles_before") return listed(value, (one) => word("role", one), texts);
    if (name === "scopes") return listed(value, (one) => word("scope", one), texts);
    if (name === "columns") return listed(value, (one) => one, texts);
    if (value.length === 0) return t("audit.everywhere"); // of a filter: nothing is left out
    return listed(value, (one) => (name === "regions" ? place(one, texts) : word("indicator.kind", one)), texts);
  }
  if (value !== null && typeof value === "object") return fieldsOf(value as Record<string, unknown>, texts);
  if (typeof value === "boolean") return t(value ? "common.yes" : "common.no");
  if (name === "region") return place(String(value), texts);
  if (value === null || value === "") return t("common.none");
  const words = kWords[name];
  return typeof value === "string" ? word(words ?? "audit.said", value) : String(value);
}

// Fields whose values are words of another page.
const kWords: Record<string, string> = { format: "sources.format", may: "feeds.may", missing: "sources.missing" };
const kBefore = "_before";

// What a field was before stands in front of what it is now.
function fieldsOf(values: Record<string, unknown>, texts: Texts): string {
  const { t, word } = texts;
  const has = (name: string) => word("audit.field", name) !== name;
  const folded = (name: string) => name.endsWith(kBefore) && !has(name) && name.slice(0, -kBefore.length) in values;
  return Object.entries(values)
    .filter(([name]) => !folded(name))
    .map(([name, value]) => {
      const now = valueOf(name, value, texts);
      const was = `${name}${kBefore}`;
      const said = was in values && folded(was) ? `${valueOf(name, values[was], texts)} → ${now}` : now;
      return t("common.field", { name: word("audit.field", name), value: said });
    })
    .join(t("common.semicolon"));
}

// "{…} why": the object and what stands behind it; null for anything else.
function objectIn(detail: string): { values: Record<string, unknown>; rest: string } | null {
  for (let end = detail.indexOf("}"); detail.startsWith("{") && end >= 0; end = detail.indexOf("}", end + 1)) {
    try {
      return { values: JSON.parse(detail.slice(0, end + 1)) as Record<string, unknown>, rest: detail.slice(end + 1).trim() };
    } catch {
      // A brace of an inner object.
    }
  }
  return null;
}

function findingOf(detail: string, texts: Texts): string {
  const { t, word, language } = texts;
  const [, bulk, id = "", files = "", note] = /^(?:(blk_\w+) ?)?([a-z_]*)((?: fil_\w+)*)(?:: ([\s\S]*))?$/.exec(detail) ?? [];
  if (!bulk && id === "") return detail;
  const own = findings[id];
  const said = own ? own[language === "en" ? "en" : "zh"] : word("disposition", id);
  if (id !== "" && said === id) return detail;
  const rests = files.trim().split(" ").filter(Boolean);
  return [
    said && note ? t("common.field", { name: said, value: note }) : said, bulk ? t("audit.bulk", { id: bulk }) : "",
    rests.length > 0 ? t("audit.files", { n: rests.length, ids: rests.join(t("common.comma")) }) : "",
  ].filter(Boolean).join(t("common.semicolon"));
}

// The service's own sentences: pattern, text, names of its parts.
const kFixed: Record<string, TextKey> = {
  next: "audit.next", "decide_by passed": "audit.lapsed", "the time to take it back is over": "audit.settled",
  "time is over": "audit.archived", "no export holds it": "audit.no_export", reached: "audit.reached",
  "not reached": "audit.not_reached", "all given up": "audit.replayed",
};
const kSentences: [RegExp, RegExp, TextKey, string[]][] = [ // action, detail, text, its values
  [/^case\.export$/, /^(\d+) cases$/, "audit.cases", ["n"]],
  [/^case\.export$/, /^(\d+) cases, not all there were$/, "audit.cases.cut", ["n"]],
  [/^visit\.export$/, /^(\d+) rows$/, "audit.rows", ["n"]],
  [/^feed\.taken$/, /^(\d+) added, (\d+) renewed, (\d+) removed$/, "audit.list", ["added", "renewed", "removed"]],
  [/^case\./, /^to (\w+): ([\s\S]+)$/, "audit.to.why", ["person", "note"]],
  [/^case\./, /^to (\w+)$/, "audit.to", ["person"]],
  [/^campaign\.merged$/, /^(cam_\w+): ([\s\S]+)$/, "audit.merged", ["id", "reason"]],
  [/^campaign\.split$/, /^(cam_\w+): ([\s\S]+)$/, "audit.split", ["id", "reason"]],
  [/^indicators\.handed_over$/, /^(.+), ([^,]+)$/, "audit.handed", ["to", "reference"]],
  [/^attempt\.answered_twice$/, /^(.+)$/, "audit.answered", ["id"]],
  [/\.imported$/, /^(\d+)$/, "audit.imported", ["n"]],
  [/^webhook\.replayed$/, /^(\S+)$/, "audit.replayed.one", ["id"]],
  [/^objection\.received$/, /^(\S+)$/, "audit.objected", ["id"]],
  [/^case\.undone$/, /^(blk_\w+)$/, "audit.bulk", ["id"]],
  [/^case\.saved$/, /^(\d+) yuan: ([\s\S]*)$/, "audit.saved", ["n", "note"]],
  [/^case\.amended$/, /^(\S+)$/, "audit.amended", ["id"]],
  [/^(listing\.\w+|referral\.view)$/, /^(cas_\w+)$/, "audit.of_case", ["id"]],
  [/^listing\.\w+$/, /^(cas_\w+): ([\s\S]+)$/, "audit.of_case.why", ["id", "note"]],
  [/^feed\.withdrawn$/, /^(\d+) entries: ([\s\S]+)$/, "audit.withdrawn", ["n", "reason"]],
];
const kFindings = new Set(["case.decided", "case.proposed", "case.confirmed"]);

function passedOn(detail: string, { t, word }: Texts): string {
  const [to = "", ...receipt] = detail.split(" ");
  const name = word("desk.to", to);
  return receipt.length > 0 ? t("audit.passed_on.receipt", { to: name, receipt: receipt.join(" ") }) : t("audit.passed_on", { to: name });
}

// How far the chain was proved, and what was found.
function checkedOf(values: Record<string, unknown>, { t }: Texts): string {
  const number = (name: string) => Number(values[name] ?? 0);
  const seal = values["seal"] as { number: number; found: string } | null;
  const first = number("first_bad");
  if (first > 0) return t("chain.broken", { n: first });
  if (seal && seal.found !== "same") return t(seal.found === "none" ? "chain.none" : "chain.other", { n: seal.number });
  return t("chain.whole", { from: showTime(String(values["first_at"] ?? "")), to: showTime(String(values["last_at"] ?? "")), n: number("through") });
}

// A detail is the service's own words, an object of fields, or what a person wrote.
export function showDetail({ action, detail }: { action: string; detail?: string }, texts: Texts): string {
  const { t, word } = texts;
  if (!detail || detail === "{}") return "";
  const object = objectIn(detail);
  if (object && action === "audit.check") return checkedOf(object.values, texts);
  if (object) {
    const said = action.startsWith("policy.") ? headingOf(object.values as PolicyValues, texts) : fieldsOf(object.values, texts);
    return [said, object.rest && t("audit.reason", { reason: object.rest })].filter(Boolean).join(t("common.semicolon"));
  }
  const fixed = kFixed[detail];
  if (fixed) return t(fixed);
  if (action === "report.referral") return passedOn(detail, texts);
  if (action === "dispute.opened") return showObject(detail, texts);
  if (action === "feed.held") {
    const why = detailOf(detail);
    return why ? t(why.key, why.values) : detail;
  }
  for (const [which, pattern, key, names] of kSentences) {
    const found = which.test(action) ? pattern.exec(detail) : null;
    if (found) return t(key, Object.fromEntries(names.map((name, i) => [name, found[i + 1] ?? ""])));
  }
  const [, way = "", result = "", companion] = /^([a-z_]+), ([a-z_]+)(?:, with (.+))?$/.exec(detail) ?? [];
  if (action === "case.contacted" && way !== "") {
    const said = t("audit.contact", { way: word("contact.way", way), result: word("contact.result", result) });
    return companion ? `${said}${t("common.semicolon")}${t("case.contacts.with", { name: companion })}` : said;
  }
  const [, id = "", kind = "", where = "", why = ""] = /^(\w+) ([a-z_]+) (\d+): ([\s\S]*)$/.exec(detail) ?? [];
  if (action === "conflict.stated" && id !== "") {
    return [word("conflicts.kind", kind), `${place(where, texts)}${place(where, texts).includes(where) ? "" : ` ${where}`}`, why, id].join(t("common.semicolon"));
  }
  return kFindings.has(action) ? findingOf(detail, texts) : detail;
}
