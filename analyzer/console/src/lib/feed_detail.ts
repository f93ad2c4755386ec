// What the service says of a list, in words for a clerk: "answers 503" becomes a sentence. The
// service's own words stay where none is known.
import type { TextKey, Texts } from "../text";

type Values = Record<string, string | number>;
export interface Detail { key: TextKey; values: Values }

// In the order in which they are tried.
const kSentences: [RegExp, TextKey, string[]][] = [
  [/^answers (\d+)$/, "feeds.why.answers", ["status"]],
  [/^leads to a private address$/, "feeds.why.private", []],
  [/^leads to something else than https$/, "feeds.why.scheme", []],
  [/^more (?:bytes|pages) than allowed$|^more than \d+ entries$|^too long to be held$/, "feeds.why.long", []],
  [/^its name cannot be resolved$/, "feeds.why.name", []],
  [/^no connection$/, "feeds.why.connection", []],
  [/^no encrypted connection$/, "feeds.why.tls", []],
  [/^too slow$/, "feeds.why.slow", []],
  [/^redirected too often$/, "feeds.why.redirects", []],
  [/^speaks no HTTP$/, "feeds.why.http", []],
  [/^its certificate is not trusted$/, "feeds.why.certificate", []],
  [/^the connection broke off$|^broken off$|^ends within a line, and nothing told its length$/, "feeds.why.broken", []],
  [/^pages of the collection are missing$|^a page of the collection (?:says that|leads back)/, "feeds.why.broken", []],
  [/^the proxy answers \d+$|^the proxy's name cannot be resolved$/, "feeds.why.proxy", []],
  [/^another server is taking this list in$/, "feeds.why.another", []],
  [/^the service stops$/, "feeds.why.stops", []],
  [/^the list is fetched: switch it off first$/, "feeds.why.fetched", []],
  [/^cannot be unpacked$/, "feeds.why.packed", []],
  [/a page of HTML or XML, not a list$/, "feeds.why.page", []],
  [/^line 1: (?:UTF-16|compressed, not text|an archive, not text)$|^bytes that are no text$/, "feeds.why.bytes", []],
  [/^line 1: no column '(.*)'$/, "feeds.why.column", ["column"]],
  [/^not one entry of this format$|JSON/, "feeds.why.format", []],
  [/^line \d+: |^record \d+: /, "feeds.why.format", []],
  [/^no file of this format lies in the folder$/, "feeds.why.folder", []],
  [/^the file changes while it is read$/, "feeds.why.copying", []],
  [/^the (?:file|folder) /, "feeds.why.file", []],
  [/^no room for a temporary file$/, "feeds.why.room", []],
  [/^empty, though it held entries before$/, "feeds.why.empty", []],
  [/^shrinks: (\d+) % of (\d+) entries would go$/, "feeds.why.shrinks", ["share", "n"]],
  [/^grows: from (\d+) to (\d+)$/, "feeds.why.grows", ["from", "to"]],
  [/^innocent: lists (\d+) official or shared places, (?:\w+ )?(\S+) among them$/, "feeds.why.innocent", ["n", "value"]],
];

export function detailOf(detail: string): Detail | null {
  for (const [pattern, key, names] of kSentences) {
    const found = pattern.exec(detail);
    if (found) return { key, values: Object.fromEntries(names.map((name, i) => [name, found[i + 1] ?? ""])) };
  }
  return null;
}

// Why a list no longer says something, in the service's words; what a person wrote stays.
export function reasonOf(reason: string, t: Texts["t"]): string {
  if (reason === "no longer on the list") return t("feeds.why.gone");
  const why = /^taken back: (.*)$/s.exec(reason)?.[1];
  return why === undefined ? reason : t("feeds.why.taken_back", { why });
}

// The sentence, or the service's own words.
export function sentenceOf(detail: string | null | undefined, t: Texts["t"]): string {
  if (!detail) return t("feeds.state.failed");
  const known = detailOf(detail);
  return known ? t(known.key, known.values) : detail;
}
