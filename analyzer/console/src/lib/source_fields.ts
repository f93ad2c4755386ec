// The fields of a list that comes in, as its form holds them and as they are sent. Pure.
import type { Source, SourceFields as Sent } from "../api/types";

export const kFormats = [
  "lines", "hosts", "dnsmasq", "adblock", "rpz", "csv", "phishtank_json", "phishtank_csv", "openphish", "urlhaus_csv",
  "urlhaus_json", "misp", "misp_warninglist", "stix", "analyzer", "taxii",
] as const;

export interface SourceFields {
  name: string;
  title: string;
  address: string;
  format: (typeof kFormats)[number];
  every_minutes: number;
  trust: number;
  licence: string;
  may: "inform" | "raise" | "floor";
  missing: "revoke" | "expire";
  expiry_days?: number | null;
  intranet: boolean;
  enabled: boolean;
  most_megabytes: number;
  columns?: string[];
  bearer?: string;
  drop_bearer?: boolean;
}

const kNew: SourceFields = {
  name: "", title: "", address: "", format: "lines", every_minutes: 360, trust: 0.8, licence: "", may: "inform",
  missing: "revoke", expiry_days: null, intranet: false, enabled: false, most_megabytes: 64, columns: [],
};

export function fieldsOf(source: Source | null): SourceFields {
  if (!source) return kNew;
  return {
    name: source.name, title: source.title, address: source.address, format: source.format as SourceFields["format"],
    every_minutes: source.every_minutes, trust: source.trust, licence: source.licence, may: source.may, missing: source.missing,
    expiry_days: source.expiry_days, intranet: source.intranet, enabled: source.enabled, most_megabytes: source.most_megabytes,
    columns: Object.entries(source.columns).map(([name, column]) => `${name}=${column}`),
  };
}

// What is sent: everything that the form shows; a key only where one was entered.
export function sentOf(fields: SourceFields, fresh: boolean): Sent & { title: string; address: string; trust: number; licence: string } {
  return {
    title: fields.title.trim(), address: fields.address.trim(), format: fields.format, every_minutes: fields.every_minutes,
    trust: fields.trust, licence: fields.licence.trim(), may: fields.may, missing: fields.missing, expiry_days: fields.expiry_days ?? 0,
    intranet: fields.intranet, most_megabytes: fields.most_megabytes, columns: fields.format === "csv" ? (fields.columns ?? []) : [],
    ...(fresh ? {} : { enabled: fields.enabled }),
    ...(fields.bearer ? { bearer: fields.bearer.trim() } : {}),
    ...(fields.drop_bearer ? { drop_bearer: true } : {}),
  };
}

const kFields: readonly (keyof SourceFields)[] = [
  "name", "title", "address", "format", "every_minutes", "trust", "licence", "may", "missing", "expiry_days", "intranet",
  "enabled", "most_megabytes", "columns", "bearer",
];

// What the server refuses, by the form's fields; the first of each.
export function fieldErrors(errors: readonly { pointer: string; code: string }[]): { field: keyof SourceFields; code: string }[] {
  const out: { field: keyof SourceFields; code: string }[] = [];
  for (const { pointer, code } of errors) {
    const field = kFields.find((name) => pointer === `/${name}`);
    if (field && !out.some((known) => known.field === field)) out.push({ field, code });
  }
  return out;
}
