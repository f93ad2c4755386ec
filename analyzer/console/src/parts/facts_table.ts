// Which facts of an attempt and a report are shown, in groups, and how each
// value reads. Pure.
import type { AttemptFacts, ReportFacts } from "../api/types";
import type { Texts, TextKey } from "../text";
import { placeOf } from "../lib/regions";
import { showTime } from "../lib/time";
import { showYuan } from "../lib/yuan";

type Show = (value: unknown, texts: Texts) => string;

const plain: Show = (value) => String(value);
const word = (prefix: string): Show => (value, texts) => texts.word(prefix, String(value));
const words = (prefix: string): Show => (value, texts) =>
  Array.isArray(value) && value.length > 0
    ? value.map((v) => texts.word(prefix, String(v))).join(", ")
    : texts.t("common.none");
const flag: Show = (value, { t }) => t(value ? "common.yes" : "common.no");
const unit = (key: TextKey): Show => (value, { t }) => t(key, { n: String(value) });
const yuan: Show = (value, { t }) => t("unit.yuan", { n: typeof value === "number" ? showYuan(value) : String(value) });
const time: Show = (value) => showTime(String(value));
const place: Show = (value, { language }) => placeOf({ region: String(value) }, language);
const share: Show = (value) => Number(value).toFixed(2);
const seconds: Show = (value, { t }) => t("unit.seconds", { n: (Number(value) / 1000).toFixed(1) });
const steps: Show = (value, { t }) =>
  Array.isArray(value) ? t("unit.seconds", { n: value.map((v) => (Number(v) / 1000).toFixed(1)).join(", ") }) : "";

export interface FieldRow {
  key: TextKey;
  show: Show;
  alarm?: boolean; // a "yes" is worth the eye
}

const row = (key: TextKey, show: Show = plain, alarm = false): FieldRow => ({ key, show, alarm });

// The group "attempt" and "report" hold the top level's own fields.
export const kAttemptGroups: { group: string; rows: FieldRow[] }[] = [
  {
    group: "attempt",
    rows: [
      row("field.attempt_id"), row("field.occurred_at", time), row("field.recorded_at", time),
      row("field.channel", word("channel")), row("field.carrier"), row("field.outcome", word("outcome")),
      row("field.failure_code", word("failure")), row("field.region", place), row("field.site_region", place),
    ],
  },
  {
    group: "person",
    rows: [
      row("field.person.age", unit("unit.years")), row("field.person.sex", word("sex")),
      row("field.person.scheme", word("scheme")), row("field.person.benefit_status", word("benefit")),
      row("field.person.due_on"), row("field.person.last_certified_on"),
      row("field.person.last_channel", word("channel")), row("field.person.residence_region", place),
      row("field.person.abroad", flag), row("field.person.special", words("special")),
      row("field.person.phone_changed_days", unit("unit.days")),
      row("field.person.bank_account_changed_days", unit("unit.days")),
      row("field.person.template_changed_days", unit("unit.days")),
      row("field.person.record_changed_days", unit("unit.days")),
      row("field.person.monthly_benefit_yuan", yuan),
    ],
  },
  {
    group: "operator",
    rows: [
      row("field.operator.role", word("operator")), row("field.operator.relation", word("relation")),
      row("field.operator.registered", flag), row("field.operator.account_age_days", unit("unit.days")),
      row("field.operator.bound_count"), row("field.operator.phone_kind", word("phone_kind")),
      row("field.operator.region", place), row("field.operator.same_household", flag),
      row("field.operator.same_surname", flag), row("field.operator.bound_at", time),
      row("field.operator.unbound_at", time),
    ],
  },
  {
    group: "device",
    rows: [
      row("field.device.os"), row("field.device.model"), row("field.device.rooted", flag, true),
      row("field.device.emulator", flag, true), row("field.device.hooked", flag, true),
      row("field.device.virtual_camera", flag, true), row("field.device.screen_shared", flag, true),
      row("field.device.remote_control", flag, true), row("field.device.accessibility_on", flag),
    ],
  },
  {
    group: "network",
    rows: [row("field.network.kind", word("network")), row("field.network.country"), row("field.network.region", place)],
  },
  { group: "location", rows: [row("field.location.lat"), row("field.location.lon")] },
  {
    group: "biometric",
    rows: [
      row("field.biometric.mode", word("mode")), row("field.biometric.algorithm"),
      row("field.biometric.face_match", share), row("field.biometric.face_threshold", share),
      row("field.biometric.liveness", share), row("field.biometric.injection", share),
      row("field.biometric.recapture", share), row("field.biometric.estimated_age", unit("unit.years")),
      row("field.biometric.faces_tried"), row("field.biometric.extra_faces"), row("field.biometric.tries"),
      row("field.biometric.step_ms", steps), row("field.biometric.template_age_years", unit("unit.span_years")),
    ],
  },
  {
    group: "evidence",
    rows: [
      row("field.evidence.document_kind"), row("field.evidence.id_chip_read", flag),
      row("field.evidence.source", word("source")), row("field.evidence.source_at", time),
    ],
  },
  { group: "session", rows: [row("field.session.duration_ms", seconds)] },
  { group: "fee", rows: [row("field.fee.yuan", yuan, true)] },
];

export const kReportGroups: { group: string; rows: FieldRow[] }[] = [
  {
    group: "report",
    rows: [
      row("field.report.report_id"), row("field.report.received_at", time),
      row("field.report.source", word("report_source")), row("field.report.medium", word("medium")),
      row("field.report.wording", word("wording")), row("field.report.kind", word("report_kind")),
      row("field.report.region", place), row("field.report.sender"), row("field.report.agent_ref"),
      row("field.report.asked_for", words("asked")),
    ],
  },
  {
    group: "harm",
    rows: [
      row("field.harm.clicked", flag, true), row("field.harm.entered_card", flag, true),
      row("field.harm.entered_password", flag, true), row("field.harm.entered_code", flag, true),
      row("field.harm.gave_id", flag, true), row("field.harm.gave_face", flag, true),
      row("field.harm.installed_app", flag, true), row("field.harm.shared_screen", flag, true),
      row("field.harm.certified", flag), row("field.harm.paid_yuan", yuan, true),
      row("field.harm.paid_at", time), row("field.harm.pay_method"), row("field.harm.police_called", flag),
    ],
  },
];

export interface ShownGroup {
  group: string;
  present: { key: TextKey; text: string; alarm: boolean }[];
  absent: TextKey[];
}

function valueOf(facts: AttemptFacts | ReportFacts, group: string, key: TextKey): unknown {
  const name = key.split(".").pop() as string;
  const holder = group === "attempt" || group === "report" ? facts : (facts as Record<string, unknown>)[group];
  return (holder as Record<string, unknown> | undefined)?.[name];
}

export function showFacts(
  facts: AttemptFacts | ReportFacts,
  groups: { group: string; rows: FieldRow[] }[],
  texts: Texts,
): ShownGroup[] {
  return groups.map(({ group, rows }) => {
    const shown: ShownGroup = { group, present: [], absent: [] };
    for (const { key, show, alarm } of rows) {
      const value = valueOf(facts, group, key);
      if (value === null || value === undefined) shown.absent.push(key);
      else {
        const loud = alarm === true && (value === true || (typeof value === "number" && value > 0));
        shown.present.push({ key, text: show(value, texts), alarm: loud });
      }
    }
    return shown;
  });
}
