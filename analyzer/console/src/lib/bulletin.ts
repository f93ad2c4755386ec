// What a pasted bulletin names: links as the service found them, and telephone numbers.
import type { IndicatorKind, UrlVerdict } from "../api/types";

export interface FoundEntry {
  key: string;
  kind: IndicatorKind;
  value: string;
  // The value by each kind as which it can be listed.
  values: Partial<Record<IndicatorKind, string>>;
  level?: string;
  official: boolean;
  ticked: boolean;
}

// A mobile number or one of an area, not part of a longer row of digits.
const kPhone = /(?<![\d@./:=-])(1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|400-?\d{3}-?\d{4})(?![\d-])/g;

export function phonesIn(text: string): string[] {
  const found = new Set<string>();
  for (const [number] of text.matchAll(kPhone)) found.add(number.replaceAll("-", ""));
  return [...found];
}

export function foundIn(text: string, urls: UrlVerdict[]): FoundEntry[] {
  const out = new Map<string, FoundEntry>();
  for (const one of urls) {
    const { host, url } = one;
    if (!host || !url) continue;
    const domain = one.registrable_domain;
    const official = one.level === "official";
    const key = `url ${url}`;
    if (out.has(key)) continue;
    out.set(key, {
      key, kind: domain ? "domain" : "url", value: domain ?? url, level: one.level, official, ticked: !official,
      values: { ...(domain ? { domain } : {}), host, url },
    });
  }
  for (const phone of phonesIn(text)) {
    out.set(`phone ${phone}`, { key: `phone ${phone}`, kind: "phone", value: phone, values: { phone }, official: false, ticked: false });
  }
  return [...out.values()];
}
