// What a person writes of a helper before it is sent. Pure.
import type { Helper, HelperKind, HelperLinkKind, HelperProposal, NewHelper, Weekday } from "../api/types";

export interface DraftLink {
  key: number;
  kind: HelperLinkKind;
  value: string; // typed; "" for one that is known by id
  id: string | null;
  label: string;
  shown: string; // how one known by id is shown
  keep: boolean;
}

export interface HelperDraft {
  kind: HelperKind;
  name: string;
  area: string[];
  valid_from: string;
  valid_until: string;
  weekdays: Weekday[];
  opens: string;
  closes: string;
  persons_day: number | null;
  persons_week: number | null;
  beds: number | null;
  note: string;
  case_id: string | null;
  links: DraftLink[];
}

let lastKey = 0;

export function typedLink(kind: HelperLinkKind = "device"): DraftLink {
  lastKey += 1;
  return { key: lastKey, kind, value: "", id: null, label: "", shown: "", keep: true };
}

function knownLink(kind: HelperLinkKind, id: string, shown: string, keep = true): DraftLink {
  return { ...typedLink(kind), id, shown, keep };
}

export function emptyDraft(): HelperDraft {
  return {
    kind: "point", name: "", area: [], valid_from: "", valid_until: "", weekdays: [], opens: "08:00", closes: "18:00",
    persons_day: null, persons_week: null, beds: null, note: "", case_id: null, links: [typedLink()],
  };
}

export function draftOfHelper(helper: Helper): HelperDraft {
  const { kind, name, valid_from, weekdays, opens, closes, persons_day, persons_week, beds } = helper;
  return {
    kind, name, valid_from, weekdays, opens, closes, persons_day, persons_week, beds,
    area: helper.area.map(({ code }) => code), valid_until: helper.valid_until ?? "", note: helper.note ?? "", case_id: null,
    links: helper.links.map((link) => knownLink(link.kind, link.id, link.label ?? "")),
  };
}

// The phone, account, clerk or site are taken at once; a Wi-Fi that half the lane
// uses only if the person ticks it.
export function draftOfProposal(proposal: HelperProposal, case_id: string, name: string, seen: (attempts: number, persons: number) => string): HelperDraft {
  const { kind, valid_from, valid_until, weekdays, opens, closes, persons_day, persons_week } = proposal;
  return {
    kind, name, valid_from, valid_until, weekdays, opens, closes, persons_day, persons_week, beds: null, note: "", case_id,
    area: proposal.area.map(({ code }) => code),
    links: proposal.links.map((link) => knownLink(link.kind, link.id, seen(link.attempts, link.persons), link.kind !== "wifi")),
  };
}

export function bodyOf(draft: HelperDraft): NewHelper {
  const { kind, name, area, weekdays, persons_day, persons_week } = draft;
  return {
    kind, name: name.trim(), area, weekdays, persons_day, persons_week,
    beds: kind === "nursing_home" ? draft.beds : null,
    valid_from: draft.valid_from || null, valid_until: draft.valid_until || null,
    opens: draft.opens || null, closes: draft.closes || null,
    note: draft.note.trim() || null, case_id: draft.case_id,
    links: draft.links
      .filter((link) => link.keep && (link.id !== null || link.value.trim() !== ""))
      .map((link) => ({
        kind: link.kind, ...(link.id === null ? { value: link.value.trim() } : { id: link.id }),
        ...(link.label.trim() ? { label: link.label.trim() } : {}),
      })),
  };
}

// The messages of a refused body by the field that each belongs to.
export function mistakesOf(errors: readonly { pointer?: string; message?: string }[]): Record<string, string> {
  const out: Record<string, string> = {};
  for (const { pointer, message } of errors) {
    const field = (pointer ?? "").split("/")[1] ?? "";
    if (message && !out[field]?.includes(message)) out[field] = out[field] ? `${out[field]}; ${message}` : message;
  }
  return out;
}
