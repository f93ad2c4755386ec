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
export type Paid = "no" | "yes" | "unknown";

export interface HotlineDraft {
  text: string;
  dictated: boolean;
  pictured: boolean; // (part of) the text was read in a picture
  codes: string[]; // addresses of its QR codes
  source: Report["source"];
  medium: Medium;
  region: string; // as typed
  sender: string;
  paid: Paid | null;
  yuan: string;
  harms: HarmKey[];
  noHarm: boolean; // asked, and none of it happened
  // Set by the first try to save, so that a second try is the same report.
  reportId: string;
  receivedAt: string;
}

export const kEmptyDraft: HotlineDraft = {
  text: "", dictated: false, pictured: false, codes: [], source: "12333", medium: "sms", region: "", sender: "", paid: null, yuan: "",
  harms: [], noHarm: false, reportId: "", receivedAt: "",
};

// "12333-20260102-093011-47": short enough to read out, apart even for two
// agents who save in the same second.
export function newReportId(source: string, at: Date, random: number): string {
  const { day, second } = stampOf(at);
  return `${source}-${day}-${second}-${String(Math.floor(random * 100)).padStart(2, "0")}`;
}

type Said = Pick<Check, "text" | "urls" | "wording" | "medium" | "sender" | "region">;

function said(draft: HotlineDraft): Said {
  const region = regionCode(draft.region);
  const wording = draft.dictated ? "dictated" : draft.pictured ? "screenshot" : "original";
  const body: Said = { medium: draft.medium, wording };
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
  const medium = text === "" && codes.length > 0 ? "qr" : draft.medium;
  return { ...draft, text, codes, sender, medium, pictured: true };
}

const saysNothing = (draft: HotlineDraft) => draft.text.trim() === "" && draft.codes.length === 0;

// Null while there is nothing to check. What the caller has done already goes
// along: what to say and do depends on it.
export function checkOf(draft: HotlineDraft): Check | null {
  if (saysNothing(draft) || faultsOf(draft).includes("long")) return null;
  return { ...said(draft), ...harmPart(draft) } as Check;
}

// What was not asked stays out: absent is unknown, never "no".
function harmOf(draft: HotlineDraft): NonNullable<Report["harm"]> {
  const harm: NonNullable<Report["harm"]> = {};
  for (const key of kHarms) {
    if (draft.harms.includes(key)) harm[key] = true;
    else if (draft.noHarm) harm[key] = false;
  }
  if (draft.paid === "no") harm.paid_yuan = 0;
  const yuan = parseYuan(draft.yuan);
  if (draft.paid === "yes" && yuan !== null) harm.paid_yuan = yuan;
  return harm;
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
