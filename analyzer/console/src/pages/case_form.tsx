// The form of a case as it is printed and filed (核查登记表). On the screen it is not
// seen; no detail of a person is in it, that is filled in by hand.
import type { CaseDetail, Casework } from "../api/types";
import { nameOf, say } from "../lib/casework";
import { placeOf } from "../lib/regions";
import { showDay, showLastDay, showTime } from "../lib/time";
import { showYuan } from "../lib/yuan";
import { useTexts } from "../text";
import { useFindingName } from "./case_confirm";
import { resultName } from "./case_contacts";

function Row({ label, children }: { label: string; children: React.ReactNode }) {
  return <tr><th scope="row">{label}</th><td colSpan={3}>{children}</td></tr>;
}

interface Props {
  detail: CaseDetail;
  words: Casework | null;
  person: string; // who prints
}

export function CaseForm({ detail, words, person }: Props) {
  const texts = useTexts();
  const { t, word, language } = texts;
  const nameOfFinding = useFindingName(words);
  const { case: item, events, checklist, observations, referrals, files } = detail;
  const reasons = [...new Set(observations.flatMap(({ verdict }) => (verdict?.reasons ?? []).map(({ text }) => text)))];
  const worked = events.filter(({ kind, note }) => kind === "contacted" || (kind === "noted" && note));
  const evidence = [...events].reverse().find(({ kind }) => kind === "proposed" || kind === "decided")?.note ?? "";
  const proposedAt = [...events].reverse().find(({ kind }) => kind === "proposed")?.at;
  const goes = item.destinations.map((id) => nameOf(words?.destinations, id, language)).join(t("common.comma"));
  const finding = item.disposition ? nameOfFinding(item) : t("form.none");
  const due = words !== null && item.amount_yuan !== null && item.amount_yuan >= words.report_yuan;
  return (
    <section className="print-only case-form" aria-hidden="true" data-testid="case-form">
      <h2 className="form-title">{t("form.title")}</h2>
      <table>
        <tbody>
          <tr><th scope="row">{t("form.id")}</th><td>{item.id}</td><th scope="row">{t("form.kind")}</th><td>{word("kind", item.kind)}</td></tr>
          <tr><th scope="row">{t("form.region")}</th><td>{placeOf(item, language)}</td><th scope="row">{t("form.opened")}</th><td>{showTime(item.opened_at)}</td></tr>
          <tr><th scope="row">{t("form.due")}</th><td>{showLastDay(item.due_at)}</td><th scope="row">{t("cases.col.state")}</th><td>{word("state", item.state)}</td></tr>
          <Row label={t("form.title_field")}>{item.title}</Row>
          <Row label={t("form.person")}><div style={{ height: 46 }} /></Row>
          <Row label={t("form.seen")}><ol>{reasons.slice(0, 10).map((text) => <li key={text}>{text}</li>)}</ol></Row>
          <Row label={t("form.checks")}>
            {checklist.map(({ id, name, done }) => <div key={id}>{done ? "☑" : "☐"} {say(name, language)}</div>)}
          </Row>
          <Row label={t("form.contacts")}>
            {worked.length === 0 && t("form.none")}
            {worked.map((event, index) => (
              <div key={index}>
                {showTime(event.at)} {event.actor_name ?? event.actor} {word("contact.way", event.contact)} {resultName(event, texts)} {event.companion && t("case.contacts.with", { name: event.companion })} {event.note}
              </div>
            ))}
          </Row>
          <Row label={t("referral.title")}>
            {referrals.length === 0 && t("form.none")}
            {referrals.map((one) => (
              <div key={one.id}>
                {one.unit_name} ({one.unit_region}) {t("referral.line", { name: one.sent_by_name ?? "", t: showTime(one.sent_at), day: one.due_on })} {one.asked}
                {one.state === "returned" && <div>{t("referral.found", { name: one.found_by ?? "", day: one.found_on ?? "" })} {one.findings}</div>}
                {one.state === "recalled" && <div>{word("referral.state", one.state)}</div>}
              </div>
            ))}
          </Row>
          <Row label={t("files.title")}>
            {files.length === 0 && t("form.none")}
            {files.map((file) => (
              <div key={file.id}>{file.name} {file.purpose} {file.added_by_name} SHA-256 {file.sha256}{file.withdrawn_at && ` ${t("files.withdrawn", { name: file.withdrawn_by_name ?? "", t: showTime(file.withdrawn_at), why: file.withdrawn_why ?? "" })}`}</div>
            ))}
          </Row>
          <Row label={t("form.finding")}>
            <div>{finding}{item.cause && ` (${word("cause", item.cause)})`}</div>
            <div>{evidence}</div>
            <div>{t("case.goes", { to: goes || t("form.none") })}</div>
            {item.saved_yuan !== null && <div>{t("saved.line", { n: showYuan(item.saved_yuan), name: item.saved_by_name ?? "", t: showTime(item.saved_at) })}</div>}
            {item.amount_yuan !== null && <div>{t("case.amount")}:{showYuan(item.amount_yuan)}</div>}
            <div>{item.proposed_by_name && t("case.decided.by", { name: item.proposed_by_name, t: showTime(proposedAt) })} {item.decided_by_name && t("case.decided.by", { name: item.decided_by_name, t: showTime(item.decided_at) })}</div>
          </Row>
        </tbody>
      </table>
      {due && (
        <div className="matter">
          <h2>{t("form.matter")}</h2>
          <p>{t("form.matter.text", {
            when: showDay(item.opened_at), region: placeOf(item, language), finding, yuan: showYuan(item.amount_yuan ?? 0), to: goes || t("form.none"),
          })}</p>
        </div>
      )}
      <p>{t("form.visit")}</p>
      <p className="sign">{t("form.sign")}</p>
      <p className="small">{t("form.printed", { name: person, t: showTime(new Date().toISOString()) })}</p>
    </section>
  );
}
