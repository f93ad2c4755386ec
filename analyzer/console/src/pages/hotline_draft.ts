// What the agent has typed, and what is sent of it. Pure.
import type { Check, Medium, Picture, Report } from "../api/types";
import { isLinkAlone } from "../lib/defang";
import { regionCode } from "../lib/regions";
import { stampOf } from "../lib/time";
import { parseYuan } from "../lib/yuan";

export const kHarms = [
  "clicked", "entered_card", "entered_password", "entered_code", "gave_id", "gave_face", "installed_app",
  "shared_screen", "police_called",
] as const;
export type HarmKey = (typeof kHarms)[number];
export const kPaid = ["no", "yes", "unknown"] as const;
export type Paid = (typeof kPaid)[number];
export const kAsked = ["id", "card", "password", "code", "face", "screen", "fee"] as const;
export type AskedFor = (typeof kAsked)[number];
export const kRelations = ["self", "child", "spouse", "relative", "neighbour", "other"] as const;
export const kAgeBands = ["0-49", "50-59", "60-69", "70-79", "80-"] as const;

export interface HotlineDraft {
  text: string;
  dictated: boolean;
  pictured: boolean; // (part of) the text was read in a picture
  codes: string[]; // addresses of its QR codes
  source: Report["source"];
  medium: Medium | "" | null; // null: nobody has chosen, "": left open on purpose
  region: string; // as typed
  regionKept: boolean; // from the call before, and not touched since
  sender: string;
  paid: Paid | null;
  yuan: string;
  harms: HarmKey[];
  noHarm: boolean; // asked, and none of it happened
  paidAt: string; // RFC 3339, "" until asked
  payBank: string; // the bank or payment service by its Chinese name
  // What may be asked once the caller is out of danger.
  asked: AskedFor[];
  relation: (typeof kRelations)[number] | null;
  ageBand: (typeof kAgeBands)[number] | null;
  contact: string; // the caller's number: lives in memory alone
  callback: boolean | null;
  certified: boolean | null;
  program: string; // name of an app, mini-program or public account
  payee: string;
  // Set by the first try to save, so that a second try is the same report.
  reportId: string;
  receivedAt: string;
}

// Not kept over a reload.
export const kSecretFields = ["contact"] as const satisfies readonly (keyof HotlineDraft)[];

export const kEmptyDraft: HotlineDraft = {
  text: "", dictated: false, pictured: false, codes: [], source: "12333", medium: null, region: "", regionKept: false, sender: "", paid: null, yuan: "",
  harms: [], noHarm: false, paidAt: "", payBank: "", asked: [], relation: null, ageBand: null, contact: "",
  callback: null, certified: null, program: "", payee: "", reportId: "", receivedAt: "",
};

// "12333-20260102-470815": the day and six digits are all that is read out. Two of
// one day may meet; the server refuses the second, which then takes another.
export function newReportId(source: string, at: Date, random: number): string {
  return `${source}-${stampOf(at).day}-${String(Math.floor(random * 1_000_000)).padStart(6, "0")}`;
}

// What an elder can write down: "01-02" and "470 815"; of other numbers the whole.
export function readBack(reportId: string): { day: string; digits: string } {
  const [, month, day, first, last] = /^[\w.]+-\d{4}(\d\d)(\d\d)-(\d{3})(\d{3})$/.exec(reportId) ?? [];
  return first ? { day: `${month}-${day}`, digits: `${first} ${last}` } : { day: "", digits: reportId };
}

// Parts of the form of a phoned-in report that are still to be asked.
export const kLater = [
  "harm", "asked", "region", "medium", "sender", "program", "payee", "certified", "relation", "ageBand", "contact", "callback",
] as const;
export type LaterItem = (typeof kLater)[number];

export function openItems(draft: HotlineDraft): LaterItem[] {
  const filled: Record<LaterItem, boolean> = {
    harm: draft.noHarm || draft.harms.length > 0,
    asked: draft.asked.length > 0,
    region: draft.region.trim() !== "",
    medium: mediumOf(draft) !== null,
    sender: draft.sender.trim() !== "",
    program: draft.program.trim() !== "" || !["app", "mini_program", "public_account"].includes(draft.medium ?? ""),
    payee: draft.payee.trim() !== "" || draft.paid !== "yes",
    certified: draft.certified !== null,
    relation: draft.relation !== null,
    ageBand: draft.ageBand !== null,
    contact: draft.contact.trim() !== "",
    callback: draft.callback !== null,
  };
  return kLater.filter((item) => !filled[item]);
}

// Minutes since the payment, whole; null where nobody has asked.
export function minutesSince(paidAt: string, now: number): number | null {
  const at = Date.parse(paidAt);
  return Number.isNaN(at) ? null : Math.max(0, Math.floor((now - at) / 60_000));
}

// What the message itself shows of where it came from; null where it shows nothing.
// 【…】 at an end is the sender's signature that only short messages bear.
export function mediumIn(draft: Pick<HotlineDraft, "text" | "codes">): Medium | null {
  const text = draft.text.trim();
  if (text === "") return draft.codes.length > 0 ? "qr" : null;
  const signed = /^【[^】\n]{2,20}】/.test(text) || /[^】]【[^】\n]{2,20}】$/.test(text);
  return signed ? "sms" : null;
}

// As a person chose it, else as the message shows it.
export function mediumOf(draft: Pick<HotlineDraft, "medium" | "text" | "codes">): Medium | null {
  return draft.medium === null ? mediumIn(draft) : draft.medium || null;
}

type Said = Pick<Check, "text" | "urls" | "wording" | "medium" | "sender" | "region">;

function said(draft: HotlineDraft): Said {
  const region = regionCode(draft.region);
  const wording = draft.dictated ? "dictated" : draft.pictured ? "screenshot" : "original";
  const medium = mediumOf(draft);
  const body: Said = { wording };
  if (medium) body.medium = medium;
  const link = isLinkAlone(draft.text) ? [draft.text.trim()] : [];
  if (link.length === 0 && draft.text.trim() !== "") body.text = draft.text;
  if (link.length + draft.codes.length > 0) body.urls = [...link, ...draft.codes];
  if (draft.sender.trim()) body.sender = draft.sender.trim();
  if (region) body.region = region;
  return body;
}

const isNumber = (text: string) => /^\+?[\d\s-]{5,20}$/.test(text);

// The draft with what was read in a picture: behind what is there already, the
// number above the conversation as its sender where none is known.
export function withPicture(draft: HotlineDraft, picture: Pick<Picture, "text" | "codes" | "title">): HotlineDraft {
  const links = picture.codes.filter((code) => /^https?:\/\//i.test(code));
  const codes = [...new Set([...draft.codes, ...links])].slice(0, 50);
  const text = [draft.text.trimEnd(), picture.text].filter((part) => part !== "").join("\n");
  const sender = draft.sender.trim() === "" && isNumber(picture.title) ? picture.title.replace(/[\s-]/g, "") : draft.sender;
  const group = /[((]\d{1,4}[))]$/.test(picture.title.trim()); // a group's title ends in the number of its members
  const medium = draft.medium ?? (group ? "group" : null);
  return { ...draft, text, codes, sender, medium, pictured: true };
}

const saysNothing = (draft: HotlineDraft) => draft.text.trim() === "" && draft.codes.length === 0;

// Null while there is nothing to check. What the caller has done already goes
// along: what to say and do depends on it.
export function checkOf(draft: HotlineDraft): Check | null {
  if (saysNothing(draft) || faultsOf(draft).includes("long")) return null;
  return { ...said(draft), ...harmPart(draft) } as Check;
}

const kUnsaid = "未说明";

// What was not asked stays out: absent is unknown, never "no".
function harmOf(draft: HotlineDraft): NonNullable<Report["harm"]> {
  const harm: NonNullable<Report["harm"]> = {};
  for (const key of kHarms) {
    if (draft.harms.includes(key)) harm[key] = true;
    else if (draft.noHarm) harm[key] = false;
  }
  if (draft.paid === "no") harm.paid_yuan = 0;
  const yuan = parseYuan(draft.yuan);
  if (draft.paid === "yes") {
    if (yuan !== null) harm.paid_yuan = yuan;
    if (draft.paidAt) harm.paid_at = draft.paidAt;
    if (draft.payBank) harm.pay_method = draft.payBank;
    else if (yuan === null && !draft.paidAt) harm.pay_method = kUnsaid; // what is advised must not wait for the sum
  }
  if (draft.certified !== null) harm.certified = draft.certified;
  return harm;
}

function suspectOf(draft: HotlineDraft): Report["suspect"] {
  const name = draft.program.trim();
  const field = draft.medium === "mini_program" || draft.medium === "public_account" ? draft.medium : "app_name";
  const payee = draft.payee.trim();
  return { ...(name ? { [field]: name } : {}), ...(payee ? { payee_account: payee } : {}) };
}

function callerOf(draft: HotlineDraft): Report["caller"] {
  const contact = draft.contact.trim();
  return {
    ...(draft.ageBand ? { age_band: draft.ageBand } : {}),
    ...(draft.relation ? { relation: draft.relation } : {}),
    ...(contact ? { contact_ref: contact } : {}),
    ...(draft.callback === null ? {} : { callback_ok: draft.callback }),
  };
}

// What the form says beyond the message itself; nothing of it that was not asked.
function formPart(draft: HotlineDraft): Pick<Report, "suspect" | "caller" | "asked_for"> {
  const suspect = suspectOf(draft);
  const caller = callerOf(draft);
  return {
    ...(suspect && Object.keys(suspect).length > 0 ? { suspect } : {}),
    ...(caller && Object.keys(caller).length > 0 ? { caller } : {}),
    ...(draft.asked.length > 0 ? { asked_for: draft.asked } : {}),
  };
}

function harmPart(draft: HotlineDraft): { harm?: Report["harm"] } {
  const harm = harmOf(draft);
  return Object.keys(harm).length > 0 ? { harm } : {};
}

export function reportOf(draft: HotlineDraft, agent: string): Report {
  return {
    report_id: draft.reportId,
    received_at: draft.receivedAt,
    source: draft.source,
    kind: isLinkAlone(draft.text) || draft.text.trim() === "" ? "link" : draft.medium === "call" ? "call" : "message",
    agent_ref: agent,
    ...said(draft),
    ...formPart(draft),
    ...harmPart(draft),
  } as Report;
}

// The contract's limit of a text, in bytes of UTF-8.
const kLongestText = 20000;

export type DraftFault = "text" | "long" | "region" | "paid" | "yuan";

export function faultsOf(draft: HotlineDraft): DraftFault[] {
  const faults: DraftFault[] = [];
  if (saysNothing(draft)) faults.push("text");
  if (new TextEncoder().encode(draft.text).length > kLongestText) faults.push("long");
  if (regionCode(draft.region) === null) faults.push("region");
  if (draft.paid === null) faults.push("paid");
  if (draft.paid === "yes" && parseYuan(draft.yuan) === null) faults.push("yuan");
  return faults;
}
