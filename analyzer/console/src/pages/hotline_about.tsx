// What a report was about, for whoever rings back or passes it on: how it was judged,
// what happened, what to say and what is still to be asked. Without the caller's words.
import { getDeskReport } from "../api/desk_calls";
import { getReport } from "../api/calls";
import { defang } from "../lib/defang";
import { useLoad } from "../lib/load";
import { placeOf } from "../lib/regions";
import { showTime } from "../lib/time";
import { DeskEntries } from "../parts/desk_entries";
import { LevelTag } from "../parts/level";
import { useTexts, type TextKey } from "../text";
import { readBack, type LaterItem } from "./hotline_draft";

// What the form calls the parts that were not asked yet.
const kNames: Record<LaterItem, TextKey> = {
  harm: "desk.missing.harm", asked: "hotline.asked", region: "hotline.region", medium: "hotline.medium", sender: "hotline.sender", program: "hotline.program",
  payee: "hotline.payee", certified: "hotline.certified", relation: "hotline.relation", ageBand: "hotline.age", contact: "hotline.contact", callback: "hotline.callback",
};

const kSentences = 2;

export function ReportAbout({ reportId, say }: { reportId: string; say: boolean }) {
  const { t, word, language } = useTexts();
  const desk = useLoad(() => getDeskReport(reportId), [reportId]).value;
  const verdict = useLoad(() => getReport(reportId), [reportId]).value;
  if (!desk) return <p className="mono muted">{reportId}</p>; // what is noted may be noted without
  const tactics = (verdict?.tactics ?? []).map((id) => word("tactic", id));
  const links = (verdict?.urls ?? []).flatMap(({ host }) => (host ? [defang(host)] : []));
  const said = [word("medium", desk.medium), ...tactics, ...links].filter(Boolean).join(t("common.comma"));
  return (
    <div className="report-about" data-testid="report-about">
      <div><strong>{readBack(desk.report_id).digits}</strong> <span className="small">{showTime(desk.received_at)} · {placeOf(desk, language) || t("common.field", { name: t("hotline.region"), value: t("common.not_given") })}</span></div>
      <div><LevelTag level={desk.level} /> {said}</div>
      {desk.paid_yuan !== null && desk.paid_yuan > 0 && <div className="due-over">{t("desk.paid", { n: desk.paid_yuan.toLocaleString("zh-CN") })}</div>}
      {desk.entries.length > 0 && <DeskEntries entries={desk.entries} />}
      {say && verdict && verdict.advice.say.length > 0 && (
        <ol className="say-short">{verdict.advice.say.slice(0, kSentences).map((sentence) => <li key={sentence}>{sentence}</li>)}</ol>
      )}
      {desk.missing.length > 0 && (
        <div className="small">{t("desk.missing")}:{desk.missing.filter((item): item is LaterItem => item in kNames).map((item) => t(kNames[item])).join(t("common.comma"))}</div>
      )}
    </div>
  );
}
